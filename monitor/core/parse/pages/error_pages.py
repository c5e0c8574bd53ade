"""Tells the page of an error or of maintenance from a page: servers send them as if all were well (status 200)."""

import re
from typing import Final, Literal

from monitor.core.parse.pages.shown import MOST_READ, OTHER_WORDS, shown_pieces, title_of, weight_of
from monitor.lazy import late_pattern

Fault = Literal["missing", "faulty"]

_ENOUGH: Final = 6_000
_MENU: Final = 40
"""Letters up to which a run of text may be one of a menu, where the title says that there is an error."""
_SEPARATOR: Final = late_pattern(r"\s[-|·–—:]\s|[|·]")
_NUMBER: Final = r"(?:(?:http\s)?(?:error|status|fehler|erreur|ошибка)?\s?(?:code)?\s?[:#]?\s?{}\W{{0,4}})"
_FAULTS: Final = "(?:429|451|50[0-59]|52[0-7]|530)"
_SIGH: Final = r"(?:(?:error|oops|sorry|uh oh)\W{1,3})?"
_MISSING: Final = late_pattern(
    _NUMBER.format("4(?:04|10)") + r"(?:error)?"
    r"|" + _NUMBER.format("4(?:04|10)") + r"?" + _SIGH + r"(?:not[ _]found|gone"
    r"|(?:the |this |that )?(?:page|file|content|document|site)(?: you requested| requested)?"
    r"(?: can['’]t| cannot| could not| couldn['’]t| was not| is not| not) (?:be )?found"
    r"|(?:the |this )?page (?:does not|doesn['’]t) exist|no such page"
    r"|(?:die )?seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada"
    r"|página não encontrada"
    r"|pagina non trovata|pagina niet gevonden|sidan hittades inte|strona nie została znaleziona|nie znaleziono strony"
    r"|страница не найдена|сторінку не знайдено|sayfa bulunamadı"
    r"|页面(?:不存在|未找到|找不到|没有找到)|(?:找不到|未找到)(?:该)?页面|頁面不存在|找不到頁面|ページが見つかりません(?:でした)?"
    r"|페이지를 찾을 수 없습니다)[\s!.。]{0,3}",
    re.IGNORECASE,
)
_FAULTY: Final = late_pattern(
    _NUMBER.format(_FAULTS) + r"(?:error)?"
    r"|" + _NUMBER.format(_FAULTS) + r"?" + _SIGH + r"(?:bad gateway|gateway time-?out|internal server error"
    r"|(?:internal )?server error|application error|database error|error establishing a database connection"
    r"|(?:the |this )?(?:(?:service|site|website|page|server) )?(?:is )?(?:currently |temporarily )?"
    r"(?:unavailable|offline|down)"
    r"|(?:web server|origin) is (?:down|unreachable)|origin dns error|backend fetch failed|too many requests"
    r"|bandwidth limit exceeded|(?:fatal|parse) error|unavailable (?:due to|for) legal reasons"
    r"|(?:this (?:site|page|content) is )?(?:not |un)available in your (?:country|region|location)"
    r"|connection timed out|an? (?:unexpected )?error (?:has )?occurred"
    r"|something went wrong|oops|(?:we are |we['’]re |site |website |system |server |currently )?"
    r"(?:is )?(?:under |down for |undergoing |in )?(?:scheduled |planned )?maintenance(?: mode| break| page)?"
    r"|(?:sorry,? )?(?:we['’]ll|we will) be (?:right )?back(?: soon| shortly)?|be right back|back soon"
    r"|wartungs(?:arbeiten|modus)|wartung|(?:site )?en (?:cours de )?maintenance|maintenance en cours"
    r"|service indisponible"
    r"|(?:sitio )?en mantenimiento|servicio no disponible|(?:site )?em manutenção|(?:sito )?in manutenzione|onderhoud"
    r"|технические работы|сайт на обслуживании|ведутся технические работы|ошибка сервера|сервис временно недоступен"
    r"|(?:系统|網站|网站|站点|服务器)?(?:正在)?(?:维护|維護)中?|服务(?:暂时)?不可用|服务器(?:内部)?错误|出错了"
    r"|(?:ただいま)?(?:サーバー?|システム)?メンテナンス中(?:です)?|一時的に利用できません"
    r"|점검 중(?:입니다)?)[\s!.。]{0,3}",
    re.IGNORECASE,
)
# "Maintenance" and "Offline" are words of other trades, too; these are not.
_OF_SERVERS: Final = late_pattern(r"\b5\d\d\b|\berror\b|\bgateway\b|ошибка|错误|服务不可用", re.IGNORECASE)
# What such a page says besides.
_EXCUSE: Final = late_pattern(
    r"\b(?:sorry|apologi[sz]e|inconvenience|maintenance|unavailable|try again|back (?:soon|shortly|online)|not found"
    r"|(?:could|can)(?: not|not|n['’]t) (?:be )?(?:found|find|reach)|does(?: not|n['’]t) exist"
    r"|looking for|may have been|home ?page"
    r"|error|server|gateway|request(?:ed)?|url|nginx|apache|varnish|openresty|cloudflare|xid|guru meditation"
    r"|ray id|your ip|your (?:country|region|location)|european economic area"
    r"|contact us|administrator|webmaster|moved|removed|deleted|misspelled|mistyped|copyright)\b|©"
    r"|entschuldig|nicht gefunden|wartung|désolé|introuvable|lo sentimos|no encontrad|mantenimiento|извините|не найден"
    r"|технически|попробуйте|抱歉|维护|維護|不存在|找不到|稍后|稍後|返回首页|错误|申し訳|見つかりません|メンテナンス|죄송",
    re.IGNORECASE,
)

# Maintenance that is announced: a page about it says when.
_ANNOUNCED: Final = late_pattern(
    r"\bwill (?!be (?:right |back|available|up)|return|resume)[^.]{1,120}\d|\bwird\b[^.]{1,120}\d[^.]{1,80}\bsein\b"
    r"|\b(?:sera|serán?|será|sarà)\b[^.]{1,120}\d|будет [^.]{1,120}\d|将(?:于|在)?[^。]{1,60}\d",
    re.IGNORECASE,
)


def fault_of(page: str) -> tuple[Fault | None, str]:
    """(what went wrong at the server, the page's title); ``None`` when something else than an error is shown.

    The title, or what stands first on a page without one, says so and nothing else but the site's name, and below it
    stand excuses and menus only: whoever writes about errors, or names the outage that a page is watched for, writes
    more than that. Linear in the page.
    """
    title = title_of(page)
    pieces = [piece for piece in shown_pieces(page[:MOST_READ], enough=_ENOUGH) if piece != title]
    named = _name_fault(title)
    fault = named or _name_fault(pieces[0] if pieces else "")
    if fault is None:
        return None, title
    excused = [piece for piece in pieces if _EXCUSE.search(piece) and not _ANNOUNCED.search(piece[:1_000])]
    if fault == "faulty" and not _OF_SERVERS.search(title) and all(_name_fault(piece) for piece in excused):
        return None, title
    longest_menu = _MENU if named else 0
    others = [
        piece for piece in pieces if len(piece) > longest_menu and piece not in excused and not _name_fault(piece)
    ]
    return (fault if weight_of(others) < OTHER_WORDS else None), title


def _name_fault(line: str) -> Fault | None:
    for part in _SEPARATOR.split(line[:200]):
        if _MISSING.fullmatch(part.strip()):
            return "missing"
        if _FAULTY.fullmatch(part.strip()):
            return "faulty"
    return None
