"""The short ways of matching find what the long ways would."""

import random

import numpy as np
import pytest

from monitor.core.match.compiled_topics import alias_rule, topic_rule
from monitor.core.match.matcher import compile_matcher
from monitor.core.match.scan.automaton import Lexicon
from monitor.core.match.scan.boundaries import WHOLE_WORD, Edges
from monitor.core.match.scan.context_words import Context, ContextWords
from monitor.core.match.scan.document_view import View, joined_text
from monitor.core.match.scan.names import forms_of, name_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.score.evidence import Scope, accept_hit, is_undisputed, score_hit
from monitor.core.match.score.hits import Hit
from monitor.core.model.matches import Alias, Document, Topic
from monitor.core.text.fold_tables import DROPPED, skeleton_units
from monitor.core.text.normalize import fold, is_joiner, skeleton_of

_PIECES = ("Ada", " ", "灯", ", ", "boat", "-", "tin", "灯塔", "\n", "ﬁg", "e\u0301", "\u200b", "🎈", "。", "Ada's")


def _text(seed: int) -> str:
    rng = random.Random(seed)  # noqa: S311 — the same in every run
    return "".join(rng.choice(_PIECES) for _ in range(rng.randrange(2, 60)))


@pytest.mark.parametrize("seed", range(40))
def test_the_nearest_words_are_those_of_all_distances(seed: int) -> None:
    text = _text(seed)
    view = View(Document(body=text), text)
    words = frozenset({"boat", "tin", "灯", "灯塔", "fig"})
    context = Context(ContextWords(words), view)
    place = view.text.find("ada")
    if place < 0:
        return
    hit = Hit(0, alias_rule(Alias(text="Ada")), place, place + 3, 0, Edges(), url=False)
    scope = Scope(view, context, ((0, len(view.text) // 2), (len(view.text) // 2, len(view.text))))
    spots = list(scope.beside(context.those_of(words), hit))
    distances = sorted(
        (view.tokens_between(b, place) if b <= place else view.tokens_between(place + 3, a), (a, b)) for a, b in spots
    )
    for count in (1, 2, 3):
        assert scope.nearest(context.those_of(words), hit, count) == distances[:count]


@pytest.mark.parametrize("seed", range(40))
def test_the_skeleton_is_the_folded_text_without_what_joins(seed: int) -> None:
    text = _text(seed)
    kept = "".join(char for char in fold(text) if not is_joiner(char))
    assert skeleton_of(text) == skeleton_of(kept)
    assert len(skeleton_of(text)) == 2 * len(kept)


def test_no_other_unit_has_a_byte_of_what_is_dropped() -> None:
    units = {*np.unique(skeleton_units(np.arange(0x110000))).tolist()} - {DROPPED, 0xFFFF}
    assert not any({unit & 0xFF, unit >> 8} & {0xE0, 0xFF} for unit in units)


def test_a_text_without_a_name_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    topics = [
        Topic(id="tea", name={"en": "Tea"}, aliases=(Alias(text="Earl Grey"),)),
        Topic(id="cup", name={"en": "Cup"}, query="cup AND saucer"),
    ]
    matcher = compile_matcher(topics, {})
    assert matcher.match(Document(title="A cup on its saucer")).found
    monkeypatch.setattr(matcher, "_judge", None)
    for title in ("A cup of coffee", "Grey days", "", "🎈"):
        assert not matcher.match(Document(title=title)).found


def test_a_word_that_no_language_ends_so_asks_for_no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(View, "languages", property(lambda _: pytest.fail("asked for the languages")))
    matcher = compile_matcher([Topic(id="t", name={"en": "t"}, aliases=(Alias(text="codec"),))], {})
    for text in ("Clean code and codification", "A code.", "Coders decode"):
        assert not matcher.match(Document(title=text)).found


def test_an_address_within_the_page_s_own_leaves_its_path_an_address() -> None:
    document = Document(title="Orlen", url="https://example.org/www.example.com/orlen/via/www.example.net")
    view = View(document, joined_text(document))
    place = view.text.index("orlen", 6)
    assert view.in_url(place, place + 5)
    assert not view.in_url(0, 5)


@pytest.mark.parametrize("name", ["Kofi", "Jimeng", "灯塔"])
def test_an_undisputed_hit_is_what_the_whole_evidence_makes_of_it(name: str) -> None:
    topic = topic_rule(Topic(id="t", name={"en": name}, near=("tin",), owner="boat", aliases=(Alias(text=name),)))
    view = View(Document(), f"Song {name} boat, tin")
    context = Context(ContextWords(topic.words()), view)
    scope = Scope(view, context, ((0, len(view.text)),))
    hit = Hit(0, topic.aliases[0], 5, 5 + len(name), 0, WHOLE_WORD, url=False)
    told = score_hit(hit, topic, scope, support="")
    # Song Jimeng is a person: such a name is disputed.
    assert is_undisputed(hit, topic, view) == (name != "Jimeng")
    assert (told == accept_hit(hit)) == (name != "Jimeng")


def test_the_words_of_a_window_are_those_that_the_dictionary_has() -> None:
    words = Words()
    text = "灯塔守望者在海边小镇的图书馆里研究生命起源和可再生能源市场监督管理局"
    for first in range(len(text)):
        window = text[first : first + 9]
        known = words.words_in(window)
        pieces = {window[a:b] for a in range(len(window)) for b in range(a + 2, min(len(window), a + 5) + 1)}
        assert {piece for piece in pieces if piece in known} == set(filter(words.has, pieces))
    assert "研究" in words.words_in("研究a·")


def test_the_other_words_of_a_name_are_looked_for_beside_it_alone() -> None:
    (name,) = [form for form in forms_of(name_of("Stara Przystań"), "Stara Przystań") if form.inflected]
    lexicon = Lexicon([name])
    longest = "Starej" + "x" * 34
    for text, count in (
        ("w Starej Przystani", 1),
        ("Przystani, nie tej Starej", 0),
        ("Starej " + "łódki " * 20 + "Przystani", 0),
        (f"{longest} Przystani", 1),
        ("", 0),
    ):
        assert len(lexicon.candidates(skeleton_of(text))) == count, text


def test_what_does_not_stand_beside_is_no_name_anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Stara Przystań", "Alte Mühle", "Rotes Boot Verein")
    topics = [Topic(id=f"t{n}", name={"en": name}, aliases=(Alias(text=name),)) for n, name in enumerate(names)]
    pieces = (
        "Starej", "Przystani", "Stara", "Alten", "Mühlen", "Alte", "Mühle", "Roten", "Boots", "Boot", "Vereins",
        "x" * 41, "Alten Mühle", "Alten-Mühle", "Roten Boot Verein", "Roten Boot x Verein", "Alten, Mühle",
        " ", " ", " ", "-", "\n", ", ", " der ", " w ", "\u0301",
    )  # fmt: skip
    rng = random.Random(7)  # noqa: S311 — the same in every run
    texts = ["".join(rng.choice(pieces) for _ in range(rng.randrange(2, 40))) for _ in range(600)]
    texts += ["w Starej Przystani", "in der Alten Mühle", "beim Roten Boot Verein"]
    beside = compile_matcher(topics, {})
    near = [beside.match(Document(title=text, lang="de")) for text in texts]
    monkeypatch.setattr("monitor.core.match.scan.automaton._required_forms", lambda _: ())
    everywhere = compile_matcher(topics, {})
    assert near == [everywhere.match(Document(title=text, lang="de")) for text in texts]
    assert sum(bool(result.found) for result in near) > 30
