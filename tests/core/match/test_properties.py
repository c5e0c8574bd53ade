"""What holds for any text at all."""

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.match.scan.endings.inflection import is_form
from monitor.core.match.scan.endings.tables import LANGUAGES
from monitor.core.match.scan.names import name_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Document, Topic
from monitor.core.text.normalize import fold, is_joiner
from tests.examples import examples

WORDS = Words()
ALIASES = ("可灵", "Kling", "Wan 2.1", "Seaweed-7B", "即梦AI", "ＳＯＲＡ")
TOPIC = Topic(
    id="t",
    name={"en": "t"},
    aliases=(*(Alias(text=text) for text in ALIASES), Alias(text="Sora", sure=False)),
    near=("视频",),
    query='("a b" OR 视频) NEAR/3 c -d',
)
MATCHER = compile_matcher([TOPIC], {"launch": ["发布"]}, words=WORDS)
OTHER = Topic(id="z", name={"en": "z"}, aliases=(Alias(text="灵活"), Alias(text="梦"), Alias(text="in")), near=("a",))
MARKS = (" ", "-", "\n", "；", "。", "10", "é", "e\u0301", "ﬁ", "😀", "\ud800", "# ", "1. ", "_", "https://a.com/")
PIECES = st.sampled_from(
    [*ALIASES, *MARKS, "可靈", "ｋｌｉｎｇ", "wan2.1", "可\u200b灵", "活", "on", "视频", "c", "a b"]
)
TEXTS = st.lists(PIECES | st.text(alphabet=st.characters(exclude_categories=[]), max_size=5), max_size=25).map("".join)


def compact(text: str) -> str:
    return "".join(char for char in fold(text) if not is_joiner(char))


@examples(150)
@given(TEXTS, TEXTS)
def test_spans_always_point_at_text_that_folds_to_an_alias(title: str, body: str) -> None:
    names = {name_of(alias.text).compact for alias in TOPIC.aliases} | {"ab", "视频", "c"}
    matching = MATCHER.match(Document(title=title, body=body))
    fields = {"title": title, "body": body}
    for span in [span for found in matching.found for span in found.spans] + [item.span for item in matching.refused]:
        spelt = compact(fields[span.field][span.start : span.end])
        assert spelt in names or any(is_form(name, spelt, LANGUAGES) for name in names)
    for found in matching.found:
        assert all(0 <= start < end <= len(found.snippet) for start, end in found.highlights)
        assert 0.5 <= found.score <= 1


@examples(60)
@given(TEXTS, TEXTS)
def test_an_unrelated_topic_never_changes_anothers_result(title: str, body: str) -> None:
    document = Document(title=title, body=body)
    both = _both().match(document)
    alone = MATCHER.match(document)
    assert [found for found in both.found if found.topic == "t"] == list(alone.found)
    assert [item for item in both.refused if item.topic == "t"] == list(alone.refused)


def _both(made: list[Matcher] = []) -> Matcher:  # noqa: B006 - one matcher for all examples
    if not made:
        made.append(compile_matcher([OTHER, TOPIC], {"launch": ["发布"]}, words=WORDS))
    return made[0]


@examples(100)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=300))
def test_no_text_makes_it_raise(text: str) -> None:
    MATCHER.match(Document(title=text[:100], body=text, url=text, author=text, source=text, lang=text))


def test_a_megabyte_without_a_space_is_no_trouble(make: Callable[[Sequence[Topic]], Matcher]) -> None:
    matcher = make([TOPIC])
    matcher.match(Document(body="可灵活" * 333_333))
    for unit in ("可灵", "kling", "即梦AI", "e\u0301", "1", "；", "# a\n", "a.com", "a-"):
        matcher.match(Document(title="日报", body=unit * (60_000 // len(unit))))
