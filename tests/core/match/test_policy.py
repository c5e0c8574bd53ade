"""Ambiguous names: what an alias may ask for, and how evidence adds up."""

from collections.abc import Callable, Sequence

from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]


def topic(*aliases: Alias, near: tuple[str, ...] = (), owner: str = "", exclude: tuple[str, ...] = ()) -> Topic:
    return Topic(id="t", name={"en": "t"}, aliases=aliases, near=near, owner=owner, exclude=exclude)


def hits(matcher: Matcher, title: str = "", body: str = "", **more: str) -> int:
    return len(matcher.match(Document(title=title, body=body, **more)).found)  # type: ignore[arg-type]  # text fields


def test_an_alias_with_needs_is_found_only_near_one_of_them(make: Make) -> None:
    matcher = make([topic(Alias(text="Kling", needs=("video",)))])
    assert hits(matcher, "Kling makes a video")
    assert not hits(matcher, "Kling makes a bell")


def test_within_counts_words_for_latin_and_characters_for_chinese(make: Make) -> None:
    matcher = make([topic(Alias(text="Kling", needs=("video", "视频"), within=3))])
    assert hits(matcher, "Kling one two three video")
    assert not hits(matcher, "Kling one two three four video")
    assert hits(matcher, "Kling 的新视频")
    assert not hits(matcher, "Kling 的一个很长的视频")


def test_a_weak_alias_takes_any_evidence(make: Make) -> None:
    matcher = make([topic(Alias(text="Sora", sure=False), near=("film",), owner="OpenAI")])
    assert not hits(matcher, "Sora is here today")
    assert hits(matcher, "Sora made a film")
    assert hits(matcher, "Sora by OpenAI")
    assert hits(matcher, "Sora爆火之后怎么办")


def test_counter_evidence_outweighs_a_little_evidence(make: Make) -> None:
    matcher = make([topic(Alias(text="Sora", sure=False, not_near=("bird",)), near=("film",))])
    assert not hits(matcher, "A film about Sora, the bird")


def test_evidence_of_the_entry_counts_for_its_other_hits(make: Make) -> None:
    matcher = make([topic(Alias(text="OpenAI Sora"), Alias(text="Sora", sure=False))])
    found = matcher.match(Document(title="OpenAI Sora closes", body="People liked Sora. They did.")).found
    assert [span.field for span in found[0].spans] == ["title", "body"]


def test_a_version_makes_a_versioned_alias_certain(make: Make) -> None:
    matcher = make([topic(Alias(text="Wan", versions=True, needs=("Alibaba",)))])
    assert hits(matcher, "Wan 2.2 is out")
    assert hits(matcher, "ＷＡＮ２．７")
    assert not hits(matcher, "WAN 2.5G port")
    assert not hits(matcher, "WAN 2 port")


def test_title_only_and_case_sensitive_are_kept(make: Make) -> None:
    matcher = make([topic(Alias(text="Veo", title_only=True, case_sensitive=True))])
    assert hits(matcher, "Veo is out")
    assert not hits(matcher, body="Veo is out")
    assert not hits(matcher, "no lo veo")


def test_a_given_name_before_makes_it_a_person(make: Make) -> None:
    matcher = make([topic(Alias(text="Wan", sure=False), near=("model",))])
    assert hits(matcher, "the model Wan")
    assert not hits(matcher, "Pengfei Wan trained the model")


def test_a_source_that_is_about_the_topic_is_evidence(make: Make) -> None:
    matcher = make([topic(Alias(text="Sora", sure=False), owner="OpenAI")])
    assert hits(matcher, "Sora is here today", source="OpenAI News")
    assert not hits(matcher, "Sora is here today", source="Bird News")


def test_an_exclusion_that_holds_the_name_covers_only_that_hit(make: Make) -> None:
    matcher = make([topic(Alias(text="万相"), exclude=("万相台",))])
    assert not hits(matcher, "万相台升级")
    assert hits(matcher, "万相台升级，与万相无关")


def test_another_exclusion_vetoes_the_topic_and_no_other(make: Make) -> None:
    other = Topic(id="other", name={"en": "o"}, aliases=(Alias(text="即梦"),))
    matcher = make([topic(Alias(text="可灵"), exclude=("招聘",)), other])
    assert [found.topic for found in matcher.match(Document(title="可灵与即梦招聘")).found] == ["other"]


def test_an_exclusion_that_a_word_cuts_excludes_nothing(make: Make) -> None:
    matcher = make([topic(Alias(text="豆包"), exclude=("豆包网",))])
    assert not hits(matcher, "豆包网融资")
    assert hits(matcher, "豆包网页版更新")


def test_a_name_in_an_address_only_is_marked(make: Make) -> None:
    matcher = make([topic(Alias(text="Doubao"))])
    only = matcher.match(Document(title="see https://www.doubao.com/chat")).found
    both = matcher.match(Document(title="Doubao: https://www.doubao.com/chat")).found
    assert [only[0].url_only, both[0].url_only] == [True, False]


def test_the_path_of_the_entry_counts_as_an_address_and_its_host_does_not(make: Make) -> None:
    matcher = make([topic(Alias(text="Doubao"))])
    found = matcher.match(Document(title="News", url="https://example.org/doubao-3")).found
    assert found[0].url_only
    assert (found[0].spans[0].field, found[0].spans[0].start, found[0].spans[0].end) == ("url", 20, 26)
    assert not hits(matcher, "News", url="https://doubao.com/x")


def test_a_text_that_holds_the_field_separator_keeps_its_places(make: Make) -> None:
    matcher = make([topic(Alias(text="可灵"))])
    found = matcher.match(Document(title="a\x1fb", body="c\x1f可灵")).found[0]
    assert (found.spans[0].field, found.spans[0].start, found.spans[0].end) == ("body", 2, 4)


def test_signals_come_from_the_sentence_of_the_name_and_its_neighbours(make: Make) -> None:
    matcher = make([topic(Alias(text="可灵"))])
    near = matcher.match(Document(body="可灵很好。今日发布。"))
    far = matcher.match(Document(body="可灵很好。一。二。三。别人发布。"))
    assert near.found[0].signals == ("launch",)
    assert far.found[0].signals == ()


def test_only_the_topics_that_a_source_is_watched_for_are_judged(make: Make) -> None:
    matcher = make([topic(Alias(text="可灵"))])
    assert not matcher.match(Document(title="可灵", topics=frozenset({"x"}))).found


def test_the_snippet_marks_every_hit_it_shows(make: Make) -> None:
    matcher = make([topic(Alias(text="可靈"))])
    found = matcher.match(Document(body="前言。今天可灵 与可\u200b灵 见面。")).found[0]
    assert [found.snippet[start:end] for start, end in found.highlights] == ["可灵", "可\u200b灵"]
