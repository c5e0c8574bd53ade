"""Rules proposed from what readers refused: narrow, measured, and rather none than one that loses what is wanted."""

from collections.abc import Sequence

import pytest

from monitor.core.match.suggest.rule_changes import Case, Said, apply_change, propose_change
from monitor.core.model.feedback import Change
from monitor.core.model.matches import Alias, Document, Examples, Topic

KLING = Topic(
    id="kling", name={"en": "Kling"}, owner="快手 Kuaishou", aliases=(Alias(text="可灵"), Alias(text="Kling"))
)
WANXIANG = Topic(id="wanxiang", name={"zh": "万相"}, aliases=(Alias(text="万相"),))


def doc(title: str, body: str = "") -> Document:
    """As matching sees an entry."""
    return Document(title=title, body=body)


def cases(*documents: Document, said: Said = "nothing") -> list[Case]:
    """All with the same judgement."""
    return [Case(document=one, said=said) for one in documents]


def wanted(count: int = 40) -> list[Document]:
    """What the topic is watched for."""
    return [
        doc(f"Kling video model, update {n}", f"Kuaishou said Kling makes video number {n} faster.")
        for n in range(count)
    ]


def proposed(topic: Topic, refused: Document, history: Sequence[Case], **more: object) -> Change | None:
    """The change alone."""
    found = propose_change(topic, refused, history, **more)  # type: ignore[arg-type]  # a test's shorthand
    return found.change if found else None


AXLES = doc(
    "Kling Automotive opens a plant", "Kling Automotive makes axles. Shares of Kling Automotive rose after the news."
)
OTHER_AXLES = doc("Kling Automotive hires", "Kling Automotive hires a hundred people.")
PERSON = doc("Mr. Kling wins the local election", "The campaign was won by a thin margin in Ohio.")
OTHER_PERSON = doc("Judge Kling hears the case", "The court of Ohio sits on Monday.")


def test_a_name_inside_a_longer_name_becomes_an_exclusion_with_its_effect() -> None:
    history = [*cases(*wanted()), *cases(AXLES, said="not-relevant"), *cases(OTHER_AXLES)]
    found = propose_change(KLING, AXLES, history)
    assert found is not None
    assert found.change == Change(topic="kling", kind="exclude", words=("Kling Automotive",))
    assert (found.effect.removed, found.effect.removed_relevant, found.effect.kept) == (2, 0, 40)
    assert found.effect.removed_titles == (AXLES.title, OTHER_AXLES.title)


def test_the_same_in_chinese() -> None:
    novel = doc("动画《万相之王》定档", "《万相之王》第二季将播出。")
    model = [doc(f"通义万相发布视频模型 {n}", f"阿里的万相可以生成视频 {n}。") for n in range(20)]
    history = [*cases(*model), *cases(novel, said="not-relevant")]
    assert proposed(WANXIANG, novel, history) == Change(topic="wanxiang", kind="exclude", words=("万相之王",))


def test_nothing_is_proposed_that_removes_what_was_judged_relevant() -> None:
    history = [
        *cases(*wanted()),
        *cases(AXLES, said="not-relevant"),
        *cases(OTHER_AXLES, said="relevant"),
    ]
    assert proposed(KLING, AXLES, history) is None
    assert proposed(KLING, AXLES, history, word="Automotive") is None


def test_nothing_is_proposed_that_removes_much_of_what_nobody_judged() -> None:
    launch = [doc(f"Kling Studio is out, part {n}", "Kling Studio is the new tool of Kuaishou.") for n in range(10)]
    history = [*cases(*wanted(20), *launch[1:]), *cases(launch[0], said="not-relevant")]
    assert proposed(KLING, launch[0], history) is None


def test_a_neighbour_that_stands_once_may_be_chance() -> None:
    once = doc("Kling rivals grow", "More makers appear.")
    assert proposed(KLING, once, [*cases(*wanted()), *cases(once, said="not-relevant")]) is None


def test_the_readers_word_beside_the_name_is_enough() -> None:
    once = doc("Kling rivals grow", "More makers appear.")
    history = [*cases(*wanted()), *cases(once, said="not-relevant")]
    assert proposed(KLING, once, history, word="rivals") == Change(
        topic="kling", kind="exclude", words=("Kling rivals",)
    )


def test_the_readers_word_elsewhere_becomes_counter_evidence() -> None:
    history = [*cases(*wanted()), *cases(PERSON, said="not-relevant")]
    assert proposed(KLING, PERSON, history, word="Election") == Change(
        topic="kling", kind="not_near", alias="Kling", words=("Election",)
    )


@pytest.mark.parametrize("word", ["", "nowhere", "Kling", "  ", "视频模型", "<script>", "a" * 80])
def test_a_word_that_says_nothing_proposes_nothing(word: str) -> None:
    few = [*cases(*wanted(5)), *cases(PERSON, said="not-relevant")]
    assert proposed(KLING, PERSON, few, word=word) is None


def test_words_that_separate_become_needs() -> None:
    history = [*cases(*wanted()), *cases(PERSON, OTHER_PERSON, said="not-relevant")]
    found = propose_change(
        KLING, PERSON, history, elsewhere=[doc("Weather", f"It rains on day {n}.") for n in range(60)]
    )
    assert found is not None
    assert (found.change.kind, found.change.alias) == ("needs", "Kling")
    assert set(found.change.words) <= {"kuaishou", "video", "model"}
    assert (found.effect.removed, found.effect.kept) == (2, 40)


def test_one_complaint_is_too_little_for_needs() -> None:
    assert proposed(KLING, PERSON, [*cases(*wanted()), *cases(PERSON, said="not-relevant")]) is None


def test_needs_that_break_an_example_are_not_proposed() -> None:
    strict = Topic(
        id="kling", name={}, owner="Kuaishou", aliases=KLING.aliases, examples=Examples(match=("Kling 2.1 is out",))
    )
    assert proposed(strict, PERSON, [*cases(*wanted()), *cases(PERSON, OTHER_PERSON, said="not-relevant")]) is None


def test_what_todays_rules_refuse_needs_no_rule() -> None:
    excluded = apply_change(KLING, Change(topic="kling", kind="exclude", words=("Kling Automotive",)))
    assert proposed(excluded, AXLES, cases(AXLES, said="not-relevant")) is None


def test_a_mention_that_a_query_found_is_left_to_a_person() -> None:
    asked = Topic(id="open", name={}, query='"video model" NEAR/5 open')
    open_model = doc("An open video model", "")
    assert proposed(asked, open_model, cases(open_model, said="not-relevant"), word="open") is None
    referring = Topic(id="open", name={}, query="@kling open")
    assert proposed(referring, open_model, []) is None


def test_a_change_touches_one_alias_and_keeps_what_is_there() -> None:
    topic = Topic(id="kling", name={}, aliases=(Alias(text="Kling", needs=("AI",)), Alias(text="可灵")), exclude=("a",))
    needing = apply_change(topic, Change(topic="kling", kind="needs", alias="Kling", words=("AI", "video")))
    assert [alias.needs for alias in needing.aliases] == [("AI", "video"), ()]
    assert apply_change(topic, Change(topic="kling", kind="exclude", words=("b", "a"))).exclude == ("a", "b")
