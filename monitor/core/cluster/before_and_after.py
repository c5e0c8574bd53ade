"""What is told before an event and after it, in nearly its words: a rumour, a preview, arrests, a review, the next day.

Headlines are read as ``clean_title`` leaves them: in small letters, Chinese in simplified characters.
"""

import re

from monitor.core.cluster.affairs import either
from monitor.core.cluster.agreement import one_is_delayed, tell_one_kind, tolls_differ
from monitor.core.cluster.compared import tells_what_comes
from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.instalments import HALF_A_DAY

_A_WHILE = 3 * 3600.0
"""Seconds within which two newsrooms may word one thing as hearsay and as a fact; a deed seldom follows so soon."""
_HEARSAY = re.compile(
    r"消息称|传闻|据传|据悉将|曝(?!光)|[图照观置格数计节]曝光|爆料|疑似|或将|知情人士|洽谈|接近|传将"
    r"|検讨|方针|알려졌|추진|검토|협상"
    r"|\b(?:rumou?r|reportedly|sources? sa(?:y|id)|sources$|leak|(?:expected|tipped|poised) to"
    r"|nears?\b|close to|closing in on|in (?:[\w-]+ ){0,2}talks|considers?|considering|weigh(?:s|ing)?\b"
    r"|mulls?\b|exploring|eyes\b(?! (?:on|of|are))|report says|on the verge|medienbericht|bericht:|angeblich"
    r"|offenbar|vor (?:übernahme|einigung)"
    r"|selon (?:[\w']+ ){0,2}sources|envisage|en passe de|sur le point|según fuentes|negocia|ultima\b|a punto de"
    r"|estudia"
    r"|vicin[oaie]\b|a un passo|trattativa|secondo fonti|perto de|estuda|nieoficjalnie|może kupić|rozważa"
    r"|может|ведет переговоры|источник|близк[аио]|iddia|görüşüyor|overweegt|in gesprek|bronnen|överväger|uppges)"
)
_UNDER_WAY = either(
    r"洽谈|接近|逼近|협상|\b(?:nears?\b|close to|closing in on|in (?:[\w-]+ ){0,2}talks|considers?|considering)",
    r"\b(?:weigh(?:s|ing)?\b|mulls?\b|exploring|on the verge|vor (?:übernahme|einigung)|en passe de|sur le point)",
    r"\b(?:négocie|negocia|ultima\b|a punto de|estudia|vicin[oaie]\b|a un passo|trattativa|perto de|estuda|rozważa)",
    r"\b(?:ведет переговоры|близк[аио]|görüşüyor|overweegt|in gesprek|överväger)",
)
"""What is about to happen: a report of its kind that is not about to is the deed, in whatever words. Who has it from
sources only ("reportedly") tells the deed already."""
_DONE = either(
    r"降息|加息|辞职|任命|当选|批准|通过|사임|임명|인하|인상|辞任|就任|\b(?:cuts?|raises|hikes|holds|lowers"
    r"|approves|passes|bans|names|appoints)\b",
    r"\b(?:elects|wins|resigns|quits|steps down|sacks|fires|joins|rejects|senkt|erhöht|beschliesst|verkündet"
    r"|erklärt|zurückgetreten)\b",
    r"\b(?:tritt .{0,40}zurück|ernennt|unterschreibt|démissionne|nomme|adopte|signe|dimite|nombra|aprueba|firma"
    r"|ficha|dimette|nomina)\b",
    r"\b(?:approva|renuncia|nomeia|aprova|assina|odwoł|podpisa|снизил|повысил|назначен|подписал)",
    r"宣布|官宣|正式|发布(?!会)|推出|上线|签署|达成|完成|公告|発表|発売|合意|공개|출시|발표|체결|확정|출범",
    r"\b(?:announc|unveil|launch(?:es|ed)|introduc|debut|releas(?:es|ed)|agree[sd]|sign(?:s|ed)\b|official"
    r"|confirm|complet|closes)",
    r"\b(?:to buy|to acquire|buys|acquires|gibt bekannt|stellt vor|vorgestellt|offiziell|streicht|kauft"
    r"|übernimmt|einigt)",
    r"\b(?:annonce|officiel|dévoile|présente|lance\b|rachète|anuncia|oficial|presenta|lanza|compra\b|ufficiale"
    r"|annuncia|lancia)",
    r"\b(?:acquista|compra|ogłos|oficjaln|zaprezent|kupuje|объяв|представ|официальн|купил|açikla|tanit|duyur|resmen)",
    r"\b(?:kondigt|presenteert|neemt over|lanserar|presenterar|köper)",
)
_PREVIEW = either(
    r"赛前|前瞻|先发(?:阵容|名单)|见どころ|선발 라인업|프리뷰",
    r"\b(?:vs?\b.*\bpreview|(?:match|game|final|race|round|prix|fight|derby) preview|(?:how|where) to watch"
    r"|what time)",
    r"\b(?:kick-?off time|tv channel|predicted (?:line-?up|xi)|team news|so sehen sie|wo läuft|mögliche aufstellung)",
    r"\b(?:où (?:regarder|voir)|à quelle heure|sur quelle chaîne|dónde ver|a qué hora|posibles? alineaci|previa del)",
    r"\b(?:dove vedere|probabili formazioni|onde assistir|provável escalaç|gdzie oglądać|где смотреть|во сколько)",
    r"\b(?:hangi kanalda|ne zaman|saat kaçta|canli izle)",
)
_REVIEW = either(
    r"测评|评测|上手|开箱|实测|レビュー|使ってみた|리뷰|사용기",
    r"^review\b|\breview(?::|$| \|)|\b(?:hands-on|unboxing|im test\b|test:|test du|prise en main|análisis:|probamos)",
    r"\b(?:recensione|prova su strada|recenzja|обзор|inceleme)",
)
_INQUIRY = either(
    r"抓获|被捕|刑拘|嫌疑人|起诉|获刑|原因|追责|通报|逮捕|书类送检|判决|구속|체포|검거|기소|송치|원인",
    r"\b(?:arrest|suspect|detain|in custody|charged|in court|jailed|sentenced|convict|cause[ds]?\b|investigat"
    r"|inquiry|probe|lawsuit)",
    r"\b(?:appears before|faces judge|manslaughter|negligen|funeral|mourn|vigil|memorial|anniversar|compensat"
    r"|trial\b)",
    r"\b(?:festgenommen|festnahme|nimmt .{1,40} fest|verdächtig|ermitt|haftbefehl|angeklagt|brandstift|ursache"
    r"|trauer|gedenk)",
    r"\b(?:suspect|garde à vue|interpell|mis en examen|enquête|cause d|hommage|detenid|investiga|causas?\b|juez"
    r"|homenaje)",
    r"\b(?:arrestat|fermat[oi]|indagat|inchiesta|funerali|preso\b|presos\b|suspeit|inquérito|zatrzyman|podejrzan"
    r"|śledztw|zarzut)",
    r"\b(?:задержа|арестова|подозрева|уголовное|причин|обвинени|gözalti|tutukla|şüpheli|soruşturma|verdachte"
    r"|aangehouden)",
    r"\b(?:gripen|anhållen|misstänkt)|升至|死者.{0,6}に|사망자.{0,12}(?:늘|증가)|\b(?:death toll|toll (?:ris"
    r"|climb|jump|top|near))",
    r"\b(?:zahl der (?:toten|opfer)|bilan|número de (?:muertos|mortos)|bilancio|liczba ofiar|число (?:погибших"
    r"|жертв)|dodental)",
)
"""What is found out and done after an accident or attack."""
_MARKET = either(
    r"沪指|沪深|上证|大盘|a股|港股|美股|恒指|恒生指数|日経平均|东证|株式市场|코스피|코스닥|증시|البورصه",
    r"\b(?:stocks|wall street|dow\b|s&p|nasdaq|ftse|nikkei|sensex|nifty|hang seng|kospi|asx|tsx|stoxx|dax|mdax"
    r"|tecdax|cac 40)",
    r"\b(?:ibex|piazza affari|ftse mib|borsa|bolsa|ibovespa|wig20|gpw|мосбирж|ртс|индекс|bist|aex|omx|börse|bourse)",
    r"油价|金价|比特币|환율|\b(?:oil prices?|brent|crude|bitcoin|eur[ií]bor|gold prices?|курс (?:доллара|евро"
    r"|валют))",
    r"\bgold (?:ris|fall|slip|climb|hit|edge|jump|drop|gain|stead)",
)
_FORECAST = either(
    r"天气预报|(?:오늘|내일|주말) 날씨|^(?:das )?wetter\b|wettervorhersage|^weather\b|weather forecast|^météo\b"
    r"|^el tiempo\b",
    r"previsioni (?:del tempo|meteo)|previsão do tempo|^pogoda\b|^погода\b|прогноз погоды|hava durumu|weerbericht",
)
_SESSION = either(
    r"收评|收盘|开盘|午评|早评|收[涨跌高低]|涨|跌|终値|続伸|続落|反発|反落|高|安|마감|상승|하락|강세|약세",
    r"\b(?:clos(?:es?|ed|ing)|open(?:s|ed|ing)?\b|end(?:s|ed)?\b|finish|futures|midday|premarket|ris(?:es?|ing)"
    r"|rose|fall|fell)",
    r"\b(?:higher|lower|gain|drop|slip|slide|climb|jump|edge|mixed|up\b|down\b|record|rall)",
    r"\b(?:schliess|handel|plus\b|minus\b|legt|gewinn|verlier|fester|schwächer|clôture|termine|hausse|baisse"
    r"|cierra|abre|sube|baja)",
    r"\b(?:cae\b|chiude|apre|sale\b|scende|fecha|abre|sobe|cai\b|zamkn|wzrost|spad|закры|вырос|упал|снизи|kapan"
    r"|yüksel|düş|sluit|stänger)",
)
_MAGNITUDE = re.compile(
    r"(?:magnitude|magnitudo|magnitud|stärke|マグニチュード|规模|규모|магнитуд\w{1,3}|büyüklüğünde|\bm"
    r"|بقوه)\s?(?:of |de |di |от )?"
    r"(\d[.,]\d)(?!\d)|(?<![\d.,])(\d[.,]\d)[\s-]?(?:级|magnitude|magnitud|büyüklü|درج)"
)
_OF_ONE_QUAKE = 0.6
"""How far the first figures of two observatories for one earthquake lie apart at most."""
_AFTERSHOCK = either(
    r"余震|여진|\b(?:aftershock|nachbeben|réplique|réplica|replica\b|wstrząs wtórn|афтершок|artçi|naschok"
    r"|efterskalv)",
)


def told_before_or_after(a: ReportFeatures, b: ReportFeatures) -> str:
    """Why one of two reports is told before or after the event of the other, in any languages; else empty."""
    first, second = sorted((a, b), key=lambda report: report.at)
    if second.at - first.at >= _A_WHILE and _comes_true(first, second):
        return "one tells as hearsay what the other tells as done"
    if bool(_PREVIEW.search(a.title)) != bool(_PREVIEW.search(b.title)):
        return "one tells how to follow what the other tells"
    if _only_one(_REVIEW, a, b) and (
        "launch" in a.actions | b.actions or _DONE.search(a.title) or _DONE.search(b.title)
    ):
        return "one tries what the other tells the launch of"
    if one_is_delayed(a, b):
        return "one tells that what the other tells is put off"
    if second.at - first.at < HALF_A_DAY:
        return ""
    if tolls_differ(a, b):
        return "they count the dead or the days of two events"
    if a.hazards & b.hazards and _INQUIRY.search(second.title) and not _INQUIRY.search(first.title):
        return "one tells what was found out and done after the accident"
    return "they tell two days of a market or of the weather" if _is_daily(a) and _is_daily(b) else ""


def two_quakes(a: ReportFeatures, b: ReportFeatures) -> bool:
    """Whether two headlines tell two earthquakes: a shock and its aftershock, or magnitudes far apart."""
    if "quake" not in a.hazards | b.hazards:
        return False
    ours, theirs = _magnitudes_of(a.title), _magnitudes_of(b.title)
    far = bool(ours and theirs) and min(abs(mine - yours) for mine in ours for yours in theirs) > _OF_ONE_QUAKE
    return far or _only_one(_AFTERSHOCK, a, b)


def _is_daily(report: ReportFeatures) -> bool:
    """Whether a headline tells a day of a market, or a forecast: what comes anew every day in nearly the same words."""
    title = report.title
    return _FORECAST.search(title) is not None or bool(_MARKET.search(title) and _SESSION.search(title))


def _comes_true(first: ReportFeatures, second: ReportFeatures) -> bool:
    if not _HEARSAY.search(first.title) or _HEARSAY.search(second.title) or tells_what_comes(second):
        return False
    if _UNDER_WAY.search(first.title) and tell_one_kind(first, second):
        return True
    return _DONE.search(second.title) is not None


def _only_one(pattern: re.Pattern[str], a: ReportFeatures, b: ReportFeatures) -> bool:
    return (pattern.search(a.title) is None) != (pattern.search(b.title) is None)


def _magnitudes_of(folded: str) -> set[float]:
    found = (match[1] or match[2] for match in _MAGNITUDE.finditer(folded))
    return {float(number.replace(",", ".")) for number in found}
