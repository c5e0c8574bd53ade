"""Tells a wall (a log-in, a captcha, a refusal, a request for consent) from a page: a wall shows nothing but itself.

Words are whole words, and they count only where next to nothing else is shown: an article beside a log-in box, a notice
that a form is protected, a headline about passwords are no walls.
"""

import re
from typing import Final, Literal

from monitor.core.parse.pages.consent import asks_consent_only
from monitor.core.parse.pages.shown import MOST_READ, OTHER_WORDS, shown_pieces, title_of, weight_of
from monitor.lazy import late_pattern

Wall = Literal["captcha", "login", "refused", "elsewhere", "consent"]

_LITTLE: Final = 1_200
"""A page that shows more than this is a page, whatever words it uses."""
_SENTENCE: Final = 40
"""The same of a sentence that tells something."""
_ENDED: Final = late_pattern(r"[.!?。！？]\W{0,3}$")
_CONTROL: Final = late_pattern(
    r"<(?:form|input)\b(?![^<>]{0,200}(?:search|hidden|submit))[^<>]{0,200}>|<button\b[^<>]{0,200}>\s{0,5}(?:log|sign)",
    re.IGNORECASE,
)
"""Something to fill in, but for a search box."""
_PASSWORD: Final = late_pattern(r"""<input\b[^<>]{0,400}?\btype\s{0,3}=\s{0,3}["']?password\b""", re.IGNORECASE)
_META: Final = late_pattern(r"<meta\b([^<>]{0,500})>", re.IGNORECASE)
_REFRESH: Final = late_pattern(r"""http-equiv\s{0,3}=\s{0,3}["']?refresh\b""", re.IGNORECASE)
_AT_ONCE: Final = late_pattern(
    r"""content\s{0,3}=\s{0,3}["']?\s{0,3}\d(?:\.\d{1,3})?\s{0,3}[;,]\s{0,3}url\s{0,3}=""", re.IGNORECASE
)
"""In less than ten seconds: a page that is loaded anew after minutes is a page."""
_SEPARATOR: Final = late_pattern(r"\s[-|·–—]\s|[|·]")
_CHALLENGE_MARKUP: Final = late_pattern(
    r"cf[-_]challenge|challenge-platform|cf-turnstile|g-recaptcha|h-captcha|px-captcha|geetest"
    r"|_incapsula_resource|awswaf|/\.within\.website/|anubis_challenge|/\.well-known/(?:sgcaptcha|vercel/security)",
    re.IGNORECASE,
)
# What signs a refusal, however long it explains itself.
_REFUSAL_MARKUP: Final = late_pattern(
    r"cf-error-details|cloudflare ray id|incapsula incident id|errors\.edgesuite\.net|sucuri website firewall"
    r"|x-amz-cf-id|reference\s#\d",
    re.IGNORECASE,
)
_JOIN: Final = late_pattern(
    r"^\W{0,8}(?:sign ?up|join|register|create (?:an )?account|registrieren|注册)\b", re.IGNORECASE
)
_CAPTCHA: Final = late_pattern(
    r"\bcaptcha\b|\bare you (?:a )?(?:human|robot)\b|\bnot a (?:ro)?bot\b|\brobot check\b|\bhuman verification\b"
    r"|\bmaking sure (?:that )?you(?:['’]re| are) (?:human|not a (?:ro)?bot)\b|\bsecurity checkpoint\b"
    r"|\bverify(?:ing)? (?:that )?you(?:['’]re| are) (?:a )?(?:human|not)|\bverifying (?:your|the) browser\b"
    r"|\bjust a moment\b|\battention required!"
    r"|\bddos[- ]guard\b"
    r"|\bchecking (?:your browser|if the site connection)|\benable javascript and cookies\b|\bunusual traffic\b"
    r"|\bsecurity check\b|\bsecurity of your connection\b|\bone more step\b"
    r"|人机验证|安全验证|访问验证|滑动验证|请完成验证|完成验证后|拖动滑块|环境异常|访问过于频繁|浏览器检查|异常流量|异常访问|输入验证码"
    r"|ロボットではありません|로봇이 아닙니다|проверка браузера|вы не робот",
    re.IGNORECASE,
)
_PROTECTED: Final = late_pattern(r"protected by [^.]{0,20}captcha|privacy policy|terms of service", re.IGNORECASE)
_LOGIN: Final = late_pattern(
    r"^\W{0,8}(?:please )?(?:(?:member|user|customer|subscriber|admin) )?(?:log[ -]?in|sign[ -]?in|log ?on"
    r"|single sign-?on"
    r"|anmelden|anmeldung|einloggen|se connecter|connexion|iniciar sesión|accedi|inloggen|logga in|вход|войти)\b"
    r"|[-|·–—:]\s{0,3}(?:log[ -]?in|sign[ -]?in|login page)\s{0,3}$|\b(?:please |you must )(?:log|sign) in\b"
    r"|\b(?:log|sign) in to (?:continue|view|read|proceed|access|your)\b|\blogin required\b|\bcaptive portal\b"
    r"|\bwi-?fi (?:log[ -]?in|sign[ -]?in|portal|access)\b"
    r"|^\W{0,8}(?:登录|登陆|登入|用户登录|请登录|请先登录|請先登入|請登入|ログイン|로그인)|请先?登[录陆入]|請先?登入|账号密码登录",
    re.IGNORECASE,
)
_REFUSED: Final = late_pattern(
    r"^\W{0,8}(?:(?:error|http|status)\s)?(?:403\b(?!\W{0,3}\w{1,20} \w)|forbidden\b)"
    r"|^\W{0,8}(?:403 )?(?:request unsuccessful|forbidden|access (?:to this page has been )?denied"
    r"|request (?:was )?(?:blocked|rejected)|(?:you have been|your ip (?:address )?(?:has been|is)) blocked"
    r"|blocked by|web application firewall)\b|[-|·–—:]\s{0,3}access denied\s{0,3}$"
    r"|^\W{0,8}(?:拒绝访问|访问被拒绝|禁止访问|访问被拦截|请求被拦截|您的请求已被拦截)|访问(?:被|已被)(?:拒绝|拦截|阻断)",
    re.IGNORECASE,
)
# What the boxes, buttons and small print of a wall say besides.
_OF_A_WALL: Final = late_pattern(
    r"\b(?:log ?in|sign ?in|log ?on|sign ?up|register|password|passwort|mot de passe|contraseña|username"
    r"|user name|user id|e-?mail|remember me"
    r"|forgot|account|captcha|robot|human|browser|javascript|cookies?|verify|verification|verifying|security"
    r"|secure|ray id|cloudflare"
    r"|denied|forbidden|blocked|permission|administrator|nginx|apache|server|firewall|your ip|reference"
    r"|incident id|contact us|copyright"
    r"|proof[- ]of[- ]work|hashcash|anubis|why am i seeing this"
    r"|privacy|terms|help|language|please wait|redirect\w*|loading|continue|proceed|connection)\b|©"
    r"|登[录陆入]|注册|密码|账号|用户名|验证|环境异常|浏览器|访问|安全|拦截|拒绝|权限|防火墙|管理员|手机号|忘记|继续|滑块",
    re.IGNORECASE,
)


def wall_of(page: str) -> tuple[Wall | None, str]:
    """(what bars the way, the page's title); ``None`` when something else than a wall is shown. Linear in the page."""
    title = title_of(page)
    if _is_all(_CAPTCHA, title) and _CHALLENGE_MARKUP.search(page[:MOST_READ]) is not None:
        return "captcha", title  # it may explain itself at length
    if _is_all(_REFUSED, title) and _REFUSAL_MARKUP.search(page[:MOST_READ]) is not None:
        return "refused", title
    if asks_consent_only(page):
        return "consent", title
    pieces = shown_pieces(page, enough=_LITTLE)
    shown = [piece for piece in pieces if piece != title]
    if (
        sum(map(len, shown)) >= _LITTLE
        or weight_of([piece for piece in shown if not _is_of_a_wall(piece)]) >= OTHER_WORDS
    ):
        return None, title
    return _name_wall(page, title, shown), title


def _name_wall(page: str, title: str, shown: list[str]) -> Wall | None:
    """Which wall a page is that shows little or nothing else."""
    words = "\n".join(piece for piece in shown if not _PROTECTED.search(piece))
    # Whoever shows a headline of its own and a line of text is no wall because of a word, a script or a box beside it:
    # there it takes a title that says nothing else, or the markup of the wall.
    bare = weight_of([piece for piece in shown if not _is_of_a_wall(piece)]) < OTHER_WORDS // 3
    challenged = _CHALLENGE_MARKUP.search(page[:MOST_READ]) is not None
    asked = _PASSWORD.search(page) is not None
    if (_CAPTCHA.search(title) or _CAPTCHA.search(words)) and (bare or challenged or _is_all(_CAPTCHA, title)):
        return "captcha"
    titled = _LOGIN.search(title) or any(_LOGIN.search(piece) for piece in shown[:3])
    if ((titled and (bare or _is_all(_LOGIN, title))) and not _is_told(page, shown)) or (
        (titled or bare or _JOIN.search(title)) and asked
    ):
        return "login"
    named = _REFUSED.search(title) and (bare or _is_all(_REFUSED, title))
    if named or (bare and not title and any(_REFUSED.search(piece) for piece in shown[:2])):
        return "refused"
    if bare and challenged:
        return "captcha"
    return "elsewhere" if bare and _leads_away(page[:MOST_READ]) else None


def _is_told(page: str, shown: list[str]) -> bool:
    """Whether a page without anything to fill in tells something in a sentence that asks nobody to log in.

    Whoever may log in has a box for it; an article about logging in has none.
    """
    if _CONTROL.search(page[:MOST_READ]):
        return False
    return any(_ENDED.search(piece) and weight_of([piece]) >= _SENTENCE and not _LOGIN.search(piece) for piece in shown)


def _is_all(pattern: re.Pattern[str], title: str) -> bool:
    """Whether what ``pattern`` finds is the whole title, but for the site's name or one word ("Hotel Wi-Fi login")."""
    return any(
        len(part[: found.start()].split()) <= 1 and len(part[found.end() :].strip()) <= 3
        for part in _SEPARATOR.split(title)
        if (found := pattern.search(part)) is not None
    )


def _leads_away(page: str) -> bool:
    return any(_REFRESH.search(meta[1]) and _AT_ONCE.search(meta[1]) for meta in _META.finditer(page))


def _is_of_a_wall(piece: str) -> bool:
    return bool(_OF_A_WALL.search(piece) or _CAPTCHA.search(piece) or _LOGIN.search(piece) or _REFUSED.search(piece))
