"""Reports in nearly the same words: steps of an affair and issues of a column are two events, one result is one."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from monitor.core.cluster import affairs, before_and_after, filled_templates, instalments, steps, two_events
from monitor.core.cluster.features import actions
from monitor.core.cluster.features.actions import find_actions, find_hazards, names_a_day_ahead
from monitor.core.text.normalize import fold

Pair = tuple[str, str]
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def told(harness: Any, first: Pair, second: Pair, *, hours: float = 20) -> tuple[int, int]:
    return harness.file(*first, source="A"), harness.file(*second, hours=hours, source="B")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("Gale warning issued for the Westmark coast", "Harbours from Aldby to Norhaven were told to close."),
            ("Gale warning for the Westmark coast lifted", "Harbours from Aldby to Norhaven may open again."),
        ),
        (
            ("Aldby ferry crews call strike from Friday", "The crews' union wants more rest between two trips."),
            ("Aldby ferry crews call off strike", "The crews' union and the owners agreed on more rest."),
        ),
        (
            ("北桥气象台发布大风蓝色预警", "北桥沿海明天有八级大风，渔船应回港。"),
            ("北桥气象台解除大风蓝色预警", "北桥沿海风力减弱，渔船可以出海。"),
        ),
        (
            ("Los conductores de Aldera convocan huelga", "El sindicato pide mejores turnos en los autobuses."),
            ("Los conductores de Aldera desconvocan la huelga", "El sindicato acepta los turnos de los autobuses."),
        ),
        (
            ("Ex-mayor Torvald charged over Aldby harbour bribes", "Prosecutors in Aldby charged the former mayor."),
            ("Ex-mayor Torvald jailed over Aldby harbour bribes", "A court in Aldby sentenced the former mayor."),
        ),
        (
            ("Norhaven to buy Aldby Rope for $900 million", "The boards of both firms signed the agreement."),
            ("Norhaven completes purchase of Aldby Rope", "The $900 million deal was closed after a year."),
        ),
        (
            ("Advisers back Lumetra's pill for sleeplessness", "A panel of the agency voted nine to two for it."),
            ("Agency approves Lumetra's pill for sleeplessness", "The agency cleared the tablet on Monday."),
        ),
        (
            ("Kestrel delays launch of Vardo 2 rocket", "A valve on the pad at Norhaven froze."),
            ("Kestrel launches Vardo 2 rocket", "It lifted off from the pad at Norhaven."),
        ),
        (
            ("Lumetra plant to cut 700 jobs in Aldby", "The plant makes tablets for half of the country."),
            ("Lumetra dismisses reports of 700 job cuts in Aldby", "The plant makes tablets, and goes on."),
        ),
        (
            ("Lumetra streicht 700 Stellen in Aldby", "Das Werk in Aldby stellt Tabletten her."),
            ("Lumetra dementiert Abbau von 700 Stellen in Aldby", "Das Werk in Aldby stellt Tabletten her."),
        ),
        (
            ("Aldby harbour tunnel closed after smoke alarm", "Cars were led out of the tunnel in Aldby."),
            ("Aldby harbour tunnel reopens after smoke alarm", "No fire was found in the tunnel in Aldby."),
        ),
        (
            ("Port w Aldby zamknięty z powodu wichury", "Statki czekają na redzie."),
            ("Port w Aldby wznowił pracę po wichurze", "Statki znów zawijają."),
        ),
        (
            ("Norhaven Rope raises profit outlook", "The maker now expects 90 million crowns of profit."),
            ("Norhaven Rope shares jump after profit outlook raised", "It now expects 90 million crowns of profit."),
        ),
        (
            ("Aldby Terns beat Norhaven 3-1 at home", "The Terns won with goals in both halves."),
            ("Aldby Terns beat Norhaven 4-2 at home", "The Terns won with goals in both halves."),
        ),
        (
            ("Painter Odile Varnsen dies at 81", "Odile Varnsen painted the harbour of Aldby for fifty years."),
            ("Aldby pays tribute to Odile Varnsen", "The painter of the harbour of Aldby was 81 years old."),
        ),
    ],
)
def test_steps_of_one_affair_are_two_stories(harness: Any, first: Pair, second: Pair) -> None:
    one, other = told(harness, first, second)
    assert one != other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("Aldby ferry crews call strike from Friday", "The crews' union wants more rest between two trips."),
            ("Ferry crews in Aldby to strike from Friday", "The crews' union asks for more rest between two trips."),
        ),
        (
            ("Ex-mayor Torvald jailed over Aldby harbour bribes", "A court in Aldby sentenced Torvald to five years."),
            ("Ex-mayor Torvald sentenced over Aldby harbour bribes", "Torvald got five years from a court in Aldby."),
        ),
        (
            ("Lumetra denies cuts of 700 jobs in Aldby", "The maker of tablets called the reports wrong."),
            ("Lumetra says 700 jobs in Aldby are not in danger", "The maker of tablets called the reports wrong."),
        ),
        (
            ("Painter Odile Varnsen dies at 81", "Odile Varnsen painted the harbour of Aldby for fifty years."),
            ("Painter Odile Varnsen (81) died in Aldby", "Odile Varnsen painted the harbour of Aldby."),
        ),
        (
            ("Malerin Odile Varnsen mit 81 Jahren gestorben", "Sie malte den Hafen von Aldby."),
            ("Odile Varnsen ist tot", "Die Malerin wurde 81."),
        ),
    ],
)
def test_one_step_told_twice_is_one_story(harness: Any, first: Pair, second: Pair) -> None:
    one, other = told(harness, first, second, hours=2)
    assert one == other


@pytest.mark.parametrize(
    ("first", "second", "hours"),
    [
        ("The Aldby Ropemaker 411", "The Aldby Ropemaker 412", 168),
        ("Aldby harbour talk, episode 31", "Aldby harbour talk, episode 32", 168),
        ("Fish prices in Aldby 17/11: cod cheaper", "Fish prices in Aldby 18/11: cod dearer", 24),
        ("Aldby harbour: ships expected on Monday", "Aldby harbour: ships expected on Tuesday", 24),
        ("北桥渔讯（第 70 期）", "北桥渔讯（第 71 期）", 168),
    ],
)
def test_two_issues_of_one_column_are_two_stories(harness: Any, first: str, second: str, hours: float) -> None:
    text = "What ropemakers, sailors and cooks of the harbour should know."
    one, other = told(harness, (first, text), (second, text), hours=hours)
    assert one != other


def test_one_event_under_the_weekdays_of_two_places_is_one_story(harness: Any) -> None:
    text = "The ferry Sigrun lost power off Aldby with ninety people on board; tugs brought it to the harbour."
    days = ("Ferry Sigrun adrift off Aldby on Monday", "Ferry Sigrun adrift off Aldby on Tuesday")
    one, other = told(harness, (days[0], text), (days[1], text), hours=3)
    assert one == other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The agency approves a Lumetra tablet for gout", "The agency approves a Lumetra tablet for scurvy"),
        (
            "L'agence autorise un cachet de Lumetra contre l'asthme",
            "L'agence autorise un cachet de Lumetra contre le lupus",
        ),
    ],
)
def test_what_fills_the_place_behind_a_preposition_tells_two_events(harness: Any, first: str, second: str) -> None:
    one, other = told(harness, (first, ""), (second, ""))
    assert one != other


def test_a_patch_of_a_release_in_two_parts_is_another_release(harness: Any) -> None:
    one, other = told(harness, ("Kettle 45.0 released", "It boils faster."), ("Kettle 45.0.1 released", "A fix."))
    assert one != other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("奥比海燕2比1战胜北港水手，终结连败", "乙级：奥比海燕主场2比1力克北港水手"),
        ("Aldby Terns beat Norhaven 3-1 to stay second", "Norhaven gewinnt nicht: Aldby Terns siegt 3:1"),
    ],
)
def test_one_game_told_in_other_words_is_one_story(harness: Any, first: str, second: str) -> None:
    one, other = told(harness, (first, ""), (second, ""), hours=1)
    assert one == other


@pytest.mark.parametrize(
    ("at", "days", "ahead"),
    [
        ("2026-06-20", {"06-26"}, True),
        ("2026-06-20", {"06-21"}, False),
        ("2026-06-20", {"06-20"}, False),
        ("2026-06-20", {"06-19"}, False),
        ("2026-12-20", {"01-05"}, True),
        ("2026-06-20", {"05-30"}, False),
        ("2026-06-20", {"02-30"}, False),
        ("2027-12-20", {"02-29"}, True),
    ],
)
def test_a_named_day_that_lies_ahead_tells_of_what_is_to_come(at: str, days: set[str], *, ahead: bool) -> None:
    assert names_a_day_ahead(days, datetime.fromisoformat(at).replace(tzinfo=UTC)) is ahead


@pytest.mark.parametrize(
    ("headline", "kind"),
    [("Ankara'da yangın", "fire"), ("旅客機が墜落", "crash"), ("市内で銃撃", "attack"), ("颱風接近", "storm")],
)
def test_accidents_are_read_as_texts_are_folded(headline: str, kind: str) -> None:
    assert find_hazards(fold(headline)) == {kind}


@pytest.mark.parametrize(
    "module", [actions, affairs, before_and_after, filled_templates, instalments, steps, two_events]
)
def test_words_looked_for_in_folded_texts_are_folded(module: ModuleType) -> None:
    text = Path(str(module.__file__)).read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if '"' in line)
    assert [word for word in _LETTERS.findall(code) if not word.isascii() and fold(word) != word] == []


@pytest.mark.parametrize(
    ("headline", "denies"),
    [
        ("judge denies bail for torvald", False),
        ("lumetra denies talks with norhaven", True),
        ("lumetra dément toute vente", True),
        ("lumetra отрицает продажу", True),
        ("lumetra、売却を否定", True),
    ],
)
def test_a_denial_is_one_in_any_language_and_a_judges_no_is_none(headline: str, *, denies: bool) -> None:
    assert ("deny" in find_actions(fold(headline))) is denies
