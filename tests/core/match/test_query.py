"""Boolean queries: grammar, truth, distances, errors with their column."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.match.query.parser import parse_query
from monitor.core.model.matches import Alias, Document, Topic
from monitor.core.model.sources import Place
from monitor.errors import ConfigError, QueryError

Make = Callable[[Sequence[Topic]], Matcher]
KLING = Topic(id="kling", name={"en": "Kling"}, aliases=(Alias(text="可灵"), Alias(text="Kling", needs=("video",))))


def true_of(make: Make, query: str, title: str = "", body: str = "", **more: str) -> bool:
    matcher = make([KLING, Topic(id="q", name={"en": "q"}, query=query)])
    document = Document(title=title, body=body, **more)  # type: ignore[arg-type]  # text fields only
    return any(found.topic == "q" for found in matcher.match(document).found)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("video", "A new video", True),
        ("video", "videos of cats", False),
        ("video*", "videos of cats", True),
        ("*school", "preschool news", True),
        ("视频 开源", "开源的视频模型", True),
        ("视频 AND 开源", "视频模型", False),
        ("视频 OR 开源", "视频模型", True),
        ("视频 -招聘", "视频模型招聘", False),
        ("视频 NOT (招聘 OR 广告)", "视频模型广告", False),
        ('"video model"', "a video-model here", True),
        ('"video model"', "a model of video", False),
        ("（可灵 OR 即梦） AND “发布”", "即梦今日发布", True),
        ("灵活", "座椅可灵活调节", True),
        ("可灵", "座椅可灵活调节", False),
        ("a OR b c", "b only", False),
        ("a OR b c", "a only", True),
        ("video NEAR/2 open", "video one two open", True),
        ("video NEAR/2 open", "video one two three open", False),
        ("video ONEAR/2 open", "open video", False),
        ("video NEAR/2 open", "open video", True),
        ("视频 NEAR/2 开源", "视频全部开源", True),
        ("视频 NEAR/2 开源", "视频今天全部开源", False),
        ("(视频 OR video) NEAR/1 (开源 OR open)", "开源视频", True),
        ("a NEAR/1 b NEAR/1 c", "a b c", True),
        ("a NEAR/1 b NEAR/1 c", "a b x y c", False),
        ("re:/wan\\s*2\\.\\d/", "WAN 2.2 released", True),
        ("re:/wan\\s*2\\.\\d/", "wan 3", False),
        ("@kling", "快手可灵", True),
        ("@kling", "Kling bell", False),
        ("@kling NEAR/5 涨价", "可灵今日涨价", True),
    ],
)
def test_a_query_is_true_of_the_right_texts(make: Make, query: str, text: str, expected: bool) -> None:
    assert true_of(make, query, text) is expected


def test_fields_narrow_what_is_searched(make: Make) -> None:
    assert true_of(make, "title:可灵", "可灵")
    assert not true_of(make, "title:可灵", "别的", "可灵")
    assert true_of(make, "body:可灵", "别的", "可灵")
    assert true_of(make, "可灵 site:qq.com", "可灵", url="https://news.qq.com/a")
    assert not true_of(make, "可灵 site:qq.com", "可灵", url="https://notqq.com/a")
    assert true_of(make, "可灵 source:36氪", "可灵", source="36氪 快讯")
    assert true_of(make, "可灵 lang:zh", "可灵", lang="zh-CN")
    assert not true_of(make, "可灵 lang:zh", "可灵", lang="en")
    assert true_of(make, "author:盖坤", "别的", author="盖坤")


def test_the_words_that_made_it_true_are_the_spans(make: Make) -> None:
    matcher = make([Topic(id="q", name={"en": "q"}, query="视频 AND 开源")])
    title = "开源的视频"
    found = matcher.match(Document(title=title)).found[0]
    assert [title[span.start : span.end] for span in found.spans] == ["开源", "视频"]


def test_a_wanted_query_may_name_a_topic_that_is_not_wanted(make: Make) -> None:
    matcher = make([KLING, Topic(id="q", name={"en": "q"}, query="@kling")])
    found = matcher.match(Document(title="可灵", topics=frozenset({"q"}))).found
    assert [mention.topic for mention in found] == ["q"]


@pytest.mark.parametrize(
    ("query", "column", "says"),
    [
        ("(a OR b", 8, "1 “(” but 0 “)”"),
        ("a )", 3, "0 “(” but 1 “)”"),
        ("a OR OR b", 6, "unexpected “OR”"),
        ('a "b', 3, "a quote is not closed"),
        ("a NEAR/3 (b AND c)", 3, "NEAR joins"),
        ("a @klin", 3, "did you mean @kling?"),
        ("a re:/(/", 7, "the regular expression is wrong"),
        ("re:/(?<=a)b/", 5, "the regular expression is wrong"),
        ("", 1, "empty"),
        ("a ***", 3, "holds nothing"),
    ],
)
def test_a_mistake_is_told_with_its_column(query: str, column: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query, topics=["kling"])
    assert caught.value.column == column
    assert says in str(caught.value)


def test_a_wrong_query_is_told_with_its_place_in_the_file(make: Make) -> None:
    wrong = Topic(id="q", name={"en": "q"}, query="(a", place=Place(file="w.yaml", line=7, column=5))
    with pytest.raises(ConfigError) as caught:
        make([wrong])
    assert str(caught.value).startswith("w.yaml:7:5: topic q: query, column 3: ")


def test_many_hits_stay_fast_enough_to_finish(make: Make) -> None:
    assert true_of(make, "a NEAR/1 b NEAR/1 c", "a x " * 10_000 + "a b c")


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("Fjord or Lake", "The lake is frozen", True),
        ("Fjord not Tour", "A tour of the fjord", False),
        ("«Blue Lake» Oslo", "Blue cars at the lake in Oslo", False),
        ("'Blue Lake' Oslo", "Oslo and its Blue Lake", True),
        ("「青い湖」 地図", "青い湖の地図", True),
        ("+Fjord +Tour", "The fjord is frozen", False),
        ("Fjord, Lake", "The lake is frozen", True),
        ("Fjord –Tour", "A tour of the fjord", False),
        ("湖泊 ！旅游", "湖泊旅游", False),
        ("Ｆｊｏｒｄ ＯＲ Lake", "The fjord", True),
        ("Fjord|Lake", "The lake", True),
        ("Fjord --Tour", "A tour of the fjord", False),
        ("Fjord --Tour", "The fjord is frozen", True),
    ],
)
def test_queries_are_understood_as_people_write_them(make: Make, query: str, text: str, expected: bool) -> None:
    assert true_of(make, query, text) is expected


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("Fjord, Lake -Tour", "a comma may mean AND or OR"),
        ("[Fjord OR Lake]", "says nothing in a query"),
        ("Fjord ODER Lake", "write OR"),
        ("Fjord oder Lake", "write OR"),
        ("Fjord eller Lake", "write OR"),
        ("海湾 和 湖泊", "write AND"),
        ("湾 または 湖", "write OR"),
        ("Fjord nicht Lake", "write NOT"),
        ("Фьорд или Озеро", "write OR"),
        ("Fjord or", "ends too early"),
        ("Fjord AROUND(3) Lake", "write NEAR/3"),
        ("Fjord around(12) Lake", "write NEAR/12"),
        ("Fjord NEAR(3) Lake", "write NEAR/3"),
        ("Fjord NEAR (3) Lake", "write NEAR/3"),
        ("Fjord NEAR 3 Lake", "write NEAR/3"),
        ("Fjord NEXT(2) Lake", "write ONEAR/2"),
        ("Fjord AROUND Lake", "write NEAR/4"),
        ("Fjord WITHIN 5 WORDS Lake", "write NEAR/5"),
        ("NEAR(Fjord Lake)", "write a NEAR/4 b"),
        ("ATLEAST5(Fjord)", "is no part of a query"),
        ("Fjord w/5 Lake", "write NEAR/5"),
        ("Fjord ADJ3 Lake", "write NEAR/3"),
        ("Fjord PRE/3 Lake", "write ONEAR/3"),
        ("Fjord NEAR/5f Lake", "write ONEAR/5"),
        ("Fjord NEAR/x Lake", "write NEAR/n"),
        ("Fjord w/s Lake", "write NEAR/n"),
        ("Fjord~2 Lake", "leave it out"),
        ("Fjord ANDNOT Lake", "write NOT"),
        ("Fjord BUT NOT Lake", "write AND"),
        ('"Fjord * Lake"', "write word ONEAR/1 word"),
        ('"Fjor* Lake"', "write word ONEAR/1 word"),
        ("re:/fjord/i", "leave them out"),
        ("Fjord lang:english", "write its letters"),
        ('Fjord site:"https://fjord.example/news"', "write site:fjord.example"),
        ("Fjord site:fjord.example/news", "write site:fjord.example"),
        ("Fjord WITHOUT Lake", "write NOT"),
        ("Fjord UNLESS Lake", "write NOT"),
        ("Fjord and/or Lake", "write OR"),
        ("Fjord ADJ Lake", "write ONEAR/1"),
        ("Fj%rd", "write re:/…/"),
        ("Fjord%20OR%20Lake", "write the sign itself"),
        ("&quot;Fjord Lake&quot; boat", "“&quot;” is how HTML writes a sign"),
        ("Fjord NON Lake", "write NOT"),
        ("Fj*rd", "write re:/…/"),
        ("Fj?rd", "write re:/…/"),
        ("Fjord^2 Lake", "leave it out"),
        ("Fjord lang=no", "write lang:no"),
        ("标题:海湾", "write title:"),
        ("fjord.*", "a pattern is written re:/…/"),
        (r"\bfjord", "a pattern is written re:/…/"),
        ("/fjord/i", "a pattern is written re:/…/"),
        ("Fjord XOR Lake", "there is no XOR"),
        ("海湾 不含 湖泊", "write NOT"),
        ("海湾 以及 湖泊", "write AND"),
        ("피오르 및 호수", "write AND"),
        ("Фьорд кроме Озеро", "write NOT"),
        ("intitle:Fjord", "write title:Fjord"),
        ("(Lake OR inurl:fjord.example)", "write site:fjord.example"),
        ("Fjord topic:lakes", "write @lakes"),
        ("Fjord since:7d", "a time is chosen beside it"),
        ("Fjord -colour:blue", "“colour:” is no field"),
        ("Fjord 12:30", 'a colon in a name wants quotes, "a:b"'),
        ("Fjord : Lake", "unexpected “:”"),
    ],
)
def test_what_may_mean_two_things_is_refused(query: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query, topics=[])
    assert says in str(caught.value)


def test_what_is_an_operator_in_capitals_only_may_be_a_word(make: Make) -> None:
    assert true_of(make, "boats without motor", "Boats without a motor")


def test_a_river_may_be_called_as_a_word_for_or_is(make: Make) -> None:
    assert true_of(make, "Pegel Oder", "Der Pegel der Oder steigt")
