"""Names that mean something else, too: which the linter warns of, and what stored hits say of them."""

import pytest

from monitor.core.match.findings import Finding
from monitor.core.match.lint import lint_topics
from monitor.core.match.other_senses import ambiguity
from monitor.core.match.scan.dictionaries import WordShares, words_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.suggest.from_history import with_history
from monitor.core.match.suggest.rule_changes import Case, Said
from monitor.core.model.matches import Alias, Document, Topic


def topic_of(*names: str, needs: tuple[str, ...] = ()) -> Topic:
    return Topic(id="t", name={}, aliases=tuple(Alias(text=name, needs=needs) for name in names))


def warned(topic: Topic, words: Words) -> list[Finding]:
    return [finding for finding in lint_topics([topic], {}, words=words) if finding.rule == "common-word"]


@pytest.mark.parametrize(
    ("alias", "sense"),
    [
        ("Vigo", "town"),  # A club, and the town that it is of.
        ("Murcia", "town"),
        ("Weber", "family name"),
        ("Moretti", "family name"),
        ("Camila", "given name"),
        ("الهلال", "frequent word of Arabic"),  # A club called the crescent.
        ("大众", "大众"),  # The car maker, and the masses.
        ("元宝", "another name, too (元宝"),  # An assistant, and a mountain.
        ("小米", "小米"),
        ("Target", "English"),
        ("Pebble", "other forms"),  # pebbles: a watch, and a stone
        ("Linear", "other forms"),  # nonlinear
        ("Mustang", "other forms"),  # mustangs; known in other languages, too
        ("Anchor", "other forms"),
        ("Dodge", "other forms"),  # dodging, dodged
    ],
)
def test_a_name_with_another_sense_is_warned_of(alias: str, sense: str, words: Words) -> None:
    (finding,) = warned(topic_of(alias), words)
    assert sense in finding.sentence


@pytest.mark.parametrize(
    "alias",
    [
        "Paris",
        "Warszawa",
        "Київ",
        "Санкт-Петербург",
        "東京",
        "香港",
        "腾讯",
        "任天堂",
        "Bundesrat",
        "Allianz",
        "Maersk",
        "Hyatt",
        "Pinterest",
        "Bitcoin",
        "Österreich",
    ],
)
def test_places_that_everybody_knows_and_names_of_one_thing_are_not(alias: str, words: Words) -> None:
    assert warned(topic_of(alias), words) == []


def test_a_longer_name_of_the_topic_shows_that_the_short_one_has_another_bearer(words: Words) -> None:
    assert warned(topic_of("Bayern"), words) == []
    assert warned(topic_of("Bayern", "FC Bayern"), words)[0].alias == "Bayern"


def test_an_everyday_word_that_needs_an_everyday_word_is_found_in_any_sense(words: Words) -> None:
    (finding,) = warned(topic_of("理想", needs=("汽车",)), words)
    assert "汽车" in finding.sentence
    assert warned(topic_of("理想", needs=("李想",)), words) == []


def cases(*titles: str, said: Said = "nothing") -> list[Case]:
    return [Case(document=Document(title=title), said=said) for title in titles]


def test_hits_in_small_letters_are_counted_as_not_meant(words: Words) -> None:
    topic = topic_of("Visa")  # Rarer than the words that are refused in small letters anyway.
    (finding,) = warned(topic, words)
    hits = cases(
        *(f"Visa opens office {n}" for n in range(6)), "They lack a visa", "A new visa for nurses", "on a visa"
    )
    told = with_history(finding, topic, hits, [])
    assert "3 of its last 9 hits are not meant (3 in small letters)" in told.sentence
    assert told.mend == "`case_sensitive: true` would keep the other 6"


def test_words_that_separate_refused_hits_from_the_others_are_proposed_with_their_count(words: Words) -> None:
    topic = topic_of("Orange")
    (finding,) = warned(topic, words)
    meant = cases(*(f"Orange lance une offre fibre numéro {n}" for n in range(12)))
    refused = cases("Vigilance Orange dans le Var", "La ville d'Orange fête la musique", said="not-relevant")
    told = with_history(finding, topic, [*refused, *meant], [Document(title="Le gouvernement présente son budget")] * 9)
    assert "2 of its last 14 hits are not meant (2 refused by readers)" in told.sentence
    assert "`needs: [" in told.mend
    assert any(word in told.mend for word in ("offre", "fibre"))
    assert told.mend.endswith("would keep 12 of the other 12")


def test_a_longer_name_that_returns_is_shown(words: Words) -> None:
    topic = topic_of("Chelsea")
    (finding,) = warned(topic, words)
    hits = cases(*(f"Chelsea Handler jokes, part {n}" for n in range(4)), "Chelsea beat Fulham", "Chelsea lose again")
    told = with_history(finding, topic, hits, [])
    assert "“Chelsea Handler”" in told.sentence
    assert "`exclude: [Chelsea Handler]`" in told.mend


def test_only_the_last_thirty_hits_count_and_few_say_nothing(words: Words) -> None:
    topic = topic_of("Target")
    (finding,) = warned(topic, words)
    assert with_history(finding, topic, cases("on target", "off target"), []) == finding
    many = cases(*(f"Target opens store {n}" for n in range(30)), *(f"A target is missed, {n}" for n in range(30)))
    assert with_history(finding, topic, many, []) == finding


def test_the_lists_of_all_languages_are_read_only_for_words_with_other_forms(
    words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They take half of a second, and `monitor check` asks about every name."""
    read: set[str] = set()

    def note(language: str) -> WordShares:
        read.add(language)
        return words_of(language)

    monkeypatch.setattr(ambiguity, "words_of", note)
    assert not warned(topic_of("Airbus", "Quibblo", "Infineon"), words)
    assert read <= {"en"}
    assert warned(topic_of("Dodge"), words)
    assert len(read) > 10
