"""Tells a page that asks for consent to cookies, and shows nothing else, from one that asks beside its text."""

import re
from typing import Final

from monitor.core.parse.pages.shown import MOST_READ, OTHER_WORDS, shown_pieces, title_of, weight_of
from monitor.lazy import late_pattern

_LONGEST: Final = 8_000
"""A page that shows more than this is a page; purposes and partners may take their room."""
_FIRST: Final = 6
# What one can answer: a whole button or link.
_ANSWER: Final = late_pattern(
    r"\W{0,4}(?:(?:accept|allow|reject|refuse|decline)(?: all)?(?: (?:optional |the )?cookies)?"
    r"|(?:yes,? )?i (?:agree|accept|consent)|agree|(?:accept|agree) (?:and|&) (?:continue|close|proceed)"
    r"|(?:alle |alles |alle cookies |cookies )?(?:akzeptieren|ablehnen|zulassen|zustimmen)(?: und weiter)?"
    r"|einverstanden"
    r"|(?:tout |tous les cookies )?(?:accepter|refuser)(?: tout| (?:et|&) (?:fermer|continuer))?"
    r"|(?:aceptar|rechazar)(?: todo| todas)?(?: y continuar)?|(?:accetta|rifiuta)(?: tutto| tutti)?(?: e continua)?"
    r"|(?:aceitar|rejeitar)(?: tudo| todos)?|(?:alles |cookies )?(?:accepteren|weigeren)|godta alle|acceptera alla"
    r"|(?:zaakceptuj|akceptuję|odrzuć)(?: wszystkie| wszystko)?|принять(?: все| всё)?"
    r"|同意(?:并继续|並繼續|する)?|(?:全部|所有)?(?:接受|同意)(?:所有|全部)?(?:cookies?)?|すべて(?:同意|許可|拒否)(?:する)?"
    r"|모두 (?:동의|수락|거부))\W{0,4}",
    re.IGNORECASE,
)
# How such a page calls itself.
_HEAD: Final = late_pattern(
    r"\bbefore you continue\b|\bwe (?:value|care about|respect) your privacy\b"
    r"|\byour (?:privacy|cookie) (?:choices?|settings)\b"
    r"|\bcookies? (?:consent|settings|preferences|notice)\b|\bwe (?:and our \w{0,12} ?partners )?use cookies\b"
    r"|\bprivacy settings\b"
    r"|\bbevor (?:sie|du) fort|\bdatenschutz-?einstellungen\b|\b(?:wir verwenden|mit) cookies\b"
    r"|\bmit werbung (?:und|weiter)"
    r"|\bvotre vie privée\b|\bavant de continuer\b|\butilisons des cookies\b|\b(?:tu|su) privacidad\b"
    r"|\bantes de continuar\b"
    r"|\b(?:tua|vostra) privacy\b|\butilizziamo i cookie\b|\buw privacy\b|\bcookie-?instellingen\b"
    r"|plików cookie|файлы cookie|使用\s?cookie|cookie\s?(?:设置|設定|の使用)|쿠키",
    re.IGNORECASE,
)
# What it says besides, in its purposes, choices and small print.
_OF_CONSENT: Final = late_pattern(
    r"cookie|consent|privacy|priva(?:cid|t)|personali[sz]|\bdata\b|\bpartners?\b|\bads?\b|advert|tracking"
    r"|analytic|statisti"
    r"|preferenc|settings|purposes?|legitimate interest|vendors?|measure|browser|sign in|log ?in|languages?"
    r"|terms|imprint"
    r"|subscri|more (?:options|information)|learn more|datenschutz|werbung|einwillig|zustimm|einstellung"
    r"|impressum|daten\b"
    r"|zwecke|abo\b|donnée|confidentialit|publicit|paramètr|finalités|abonn|datos|configur|publicidad|dati\b"
    r"|pubblicit"
    r"|gegevens|advertent|dane\b|danych|реклам|данн|конфиденц|隐私|隱私|广告|廣告|設定|设置|プライバシー|広告|개인정보",
    re.IGNORECASE,
)


def asks_consent_only(page: str) -> bool:
    """Whether a page can be answered (accept, reject) and says nothing but what there is to consent to.

    Beside a request, a page of its own shows its text. Linear in the page.
    """
    title = title_of(page)
    # What it shows is a small part of the page, and mostly too much: searched through, the page takes 70 ms.
    pieces = shown_pieces(page[:MOST_READ], enough=_LONGEST)
    if sum(map(len, pieces)) >= _LONGEST or not any(_ANSWER.fullmatch(piece[:60]) for piece in pieces):
        return False
    others = [piece for piece in pieces if piece not in title and not _is_of_consent(piece)]
    if _HEAD.search(title):
        return weight_of(others) < OTHER_WORDS
    return not others and any(_HEAD.search(piece[:200]) for piece in pieces[:_FIRST])


def _is_of_consent(piece: str) -> bool:
    return any(
        found is not None
        for found in (_OF_CONSENT.search(piece[:2_000]), _HEAD.search(piece[:200]), _ANSWER.fullmatch(piece[:60]))
    )
