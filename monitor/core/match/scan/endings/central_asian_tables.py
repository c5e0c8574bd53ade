"""Endings of names in Kazakh, Kyrgyz, Uzbek and Mongolian, whose vowels and first letters follow the name's own sounds.

Cases, the plural and their joinings; the possessive that ends a name of two words (Қазақстан Республикасы) takes cases
of its own (Республикасында). What makes a people or an adjective of a place (қазақстандық) is another word.
"""

from collections.abc import Mapping

_KAZAKH_CASES = (
    "ның нің дың дің тың тің ға ге қа ке ны ні ды ді ты ті да де та те дан ден тан тен нан нен мен бен пен"
    " дағы дегі тағы тегі"
)
_KAZAKH_PLURAL = "лар лер дар дер тар тер"
_KAZAKH_PLURAL_CASES = "дың дің ға ге ды ді да де дан ден мен"
_KAZAKH_OF_POSSESSIVE = "н на не нда нде ндағы ндегі"
_KYRGYZ_CASES = (
    "нын нин нун нүн дын дин дун дүн тын тин тун түн га ге го гө ка ке ко кө ны ни ну нү ды ди ду дү ты ти ту тү"
    " да де до дө та те то тө дан ден дон дөн тан тен тон төн дагы деги догу дөгү тагы теги"
)
_KYRGYZ_PLURAL = "лар лер лор лөр дар дер дор дөр тар тер тор төр"
_UZBEK_CASES = "нинг ни га ка қа да дан даги лар ларнинг ларни ларга ларда лардан и ининг ига ида идан ини"
_UZBEK_LATIN_CASES = "ning ni ga ka qa da dan dagi lar larning larni larga larda lardan i ining iga ida idan ini ligi"


def _with_plural(cases: str, plural: str, plural_cases: str, more: str) -> str:
    joined = " ".join(f"{ending}{case}" for ending in plural.split() for case in plural_cases.split())
    return " ".join((cases, plural, joined, more))


_KAZAKH = _with_plural(_KAZAKH_CASES, _KAZAKH_PLURAL, _KAZAKH_PLURAL_CASES, "")
_KYRGYZ = _with_plural(_KYRGYZ_CASES, _KYRGYZ_PLURAL, "дын дин га ге ды ди да де дан ден", "")

_MONGOLIAN = "ын ийн ны ний д т аас ээс оос өөс тай тэй той аар ээр оор өөр руу рүү ыг ийг гийн г"

CENTRAL_ASIAN_TABLES: Mapping[str, Mapping[str, str]] = {
    "kk": {"C": _KAZAKH, "V": f"{_KAZAKH} {_KAZAKH_OF_POSSESSIVE}"},
    "ky": {"C": _KYRGYZ, "V": f"{_KYRGYZ} н на не нда нде"},
    "mn": {"C": _MONGOLIAN, "V": _MONGOLIAN},
    "uz": {
        "C": f"{_UZBEK_CASES} {_UZBEK_LATIN_CASES}",
        "V": f"{_UZBEK_CASES} {_UZBEK_LATIN_CASES} си сининг сига сида сидан сини si sining siga sida sidan sini",
    },
}
"""By language: as in ``tables``. They count where the text is told to be in that language."""
