"""Steps of one affair: a warning and its end, a charge and the verdict. Each is news of its own, in nearly one wording.

Headlines are read as ``clean_title`` leaves them: in small letters, Chinese in simplified characters.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_FEW_WORDS = r"(?:[^\s,;:]+ ){0,3}"


def _either(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


_ENDS = _either(
    r"解除|撤销|取消|停止|终止|结束|终了|撤回|中止|暂停|해제|철회|종료|취소|중단|انهاء|رفع|الغاء",
    r"\b(?:lift(?:s|ed|ing)?|end(?:s|ed)?|scrap(?:s|ped)|called off|calls? off|calling off)\b",
    r"\b(?:suspen[ds]|revok|rescind|withdr[ae]w|cancel|avert|avoid)",
    r"\b(?:hebt|aufgehoben|sagt|abgesagt|beendet|endet|opgeheven|ingetrokken|häv(?:s|er|t))\b|\bentwarnung",
    r"\b(?:lève|lèvent|levée?s?|annul|levanta|desconvoc|anula|retira|revoca|sospe|encerra)",
    r"\b(?:fin|fine|fim) d(?:e|u|es|el|ella|o|a)\b|\bkoniec\b",
    r"\b(?:odwoł|zakończ|zawies|znies|отмен|снят|сняли|снима|заверш|прекра|приостан|kaldir|iptal|sona er)",
)
_WARNINGS = _either(
    r"预警|警报|注意报|警戒|特报|주의보|경보|تحذير|انذار",
    r"\b(?:warning|alert|advisor(?:y|ies)\b|vigilance|\w*warnung|alerte|alerta|allert|ostrzeżen|предупрежд|uyari|waarschuwing|varning)",
)
_STRIKES = _either(
    r"罢工|파업|スト(?:ライキ|を|に|へ|が|$)|اضراب",
    r"\b(?:strikes?\b|walkout|\w*streik|grève|huelga|paros?\b|scioper|greve|strajk|забастов|grev|staking|strejk)",
)
_ORDERS = _either(
    r"禁令|宵禁|制裁|紧急状态|紧急事态|封锁|关税|금지|제재|관세",
    r"\b(?:bans?\b|banned\b|curfew|lockdown|sanction|embargo|tariff|emergency|\w*verbot|ausgangssperre|notstand|zölle)",
    r"\b(?:interdiction|prohibi|divieto|zakaz|запрет|санкци|yasa[kğ])",
)
_STANDS_STILL = _either(
    r"故障|宕机|崩了|瘫痪|中断|停运|停航|停电|封闭|关闭|见合わせ|闭锁|运休|障害|중단|폐쇄|장애|먹통|اغلاق|انقطاع",
    r"\b(?:outage|offline|disrupt|clos(?:es|ed|ure)\b|shuts?\b|shut down|evacuat|suspend|halt|ground(?:s|ed)\b|stopp)",
    r"\b(?:gesperrt|geschlossen|geräumt|\w*störung|ausfall|eingestellt|fermée?s?\b|panne|interromp|interrump|suspend)",
    r"\b(?:cerrad|evacuad|apagón|chius[oaie]\b|sospes|fechad|suspens|zamkn|wstrzym|awari|закры|приостан|сбой|kapat|ariza)",
)
_GOES_ON = _either(
    r"恢复|重新开放|重开|修复|再开|复旧|재개|복구|재개장|استيناف|اعاده فتح",
    r"\b(?:reopen|re-open|resum(?:e|es|ed|ing)\b|restor(?:e|es|ed)\b|resolved|fixed\b|back (?:online|up|to normal))",
    r"\b(?:wieder (?:offen|frei|geöffnet|in betrieb|aufgenommen)|läuft wieder|fahren wieder|behoben|wiedereröffn)",
    r"\b(?:rouv(?:re|ert)|rétabli|repren|reabr|reabiert|restablec|reanud|riap(?:re|ert)|ripre|ripristin|reabert|retom)",
    r"\b(?:wznow|ponownie otwart|przywróc|возобнов|восстанов|открыл[аи]?сь|открыт|yeniden)",
)
_SHARES = _either(
    r"股价.{0,8}[涨跌升挫]|株(?:価)?(?:が|は|、)?.{0,6}(?:安|高|腾|落)|주가.{0,6}(?:급등|급락|상승|하락|강세|약세)",
    r"\b(?:shares|stock) (?:[^\s,;:]+ ){0,3}?(?:jump|ris[ei]|rose|soar|surg|climb|gain|rall)",
    r"\b(?:shares|stock) (?:[^\s,;:]+ ){0,3}?(?:fall|fell|drop|slump|slid|plung|tumbl|sink)",
    r"\b(?:\w*aktie|kurs) (?:[^\s,;:]+ ){0,3}?(?:steig|spring|leg|zieh|fäll|bricht|stürz|sink|verlier)",
)
_PUT_IN_FORCE = (_WARNINGS, _STRIKES, _ORDERS)
"""What is put in force and taken back."""

_OF_A_DEAL = r"(?=.{0,60}(?:acqui|merg|deal\b|purchase|takeover|sale\b|buy|bid\b|sell))"
_OF_A_MERGER = r"(?=.{0,12}(?:收购|合并|并购|交割))"
_WHO_OWNS = r"(?:share|stock|stake)holders? "
_TRIAL = (
    _either(
        r"被捕|抓获|刑拘",
        r"\b(?:arrest(?:s|ed)?\b(?! warrant)|detain(?:s|ed)|festgenommen|verhaftet|interpell|detenid|arrestat)",
        r"\b(?:zatrzyma|задержа|tutukla)",
    ),
    _either(
        r"提起公诉|被公诉|被起诉|\b(?:indict|angeklagt|anklage erhoben|mise? en examen|inculp|imputad)",
        rf"\bcharged (?:with|over|in|after)\b|\bcharges? {_FEW_WORDS}(?:with|over)\b",
    ),
    _either(r"认罪|\bplead"),
    _either(r"罪名成立|\b(?:found guilty|convict(?:s|ed)?\b|acquit|schuldig gesprochen|freigesprochen)"),
    _either(
        r"获刑|判处|被判|判刑|\b(?:sentenced|jailed|verurteilt|condamnée?s?\b|condenad|condannat|skazan|приговор)",
        rf"\bsentences {_FEW_WORDS}to\b",
    ),
    _either(
        r"上诉|维持原判|\b(?:appeals?\b(?! for| to )|upholds?\b|upheld|overturn|einspruch|berufung|fait appel|recurr)"
    ),
)
_CASE = (
    _either(
        r"立案调查|\b(?:to investigate|investigates)\b",
        rf"\b(?:opens?|opened|launch(?:es|ed)?|begins?|starts?) {_FEW_WORDS}(?:probe|investigation|inquiry)\b",
    ),
    _either(rf"\boffer(?:s|ed)? {_FEW_WORDS}(?:remed|concession|commitment)"),
    _either(rf"罚款|被罚|\b(?:fined|fines)\b|\b(?:hit with|gets?|faces?) {_FEW_WORDS}fine\b"),
    _either(r"上诉|\b(?:appeals?\b(?! for| to )|challenges? |upholds?\b|upheld|overturn|annuls?)"),
)
_DEAL = (
    _either(
        rf"洽谈收购|拟收购|竞购|\b(?:in|holds?|advanced|exclusive) {_FEW_WORDS}talks? {_OF_A_DEAL}",
        rf"\b(?:weigh|consider|explor)(?:s|es|ing) {_OF_A_DEAL}",
        rf"\b(?:raise|sweeten|launche?|make)s? {_FEW_WORDS}(?:bid|offer) for\b",
    ),
    _either(
        r"\b(?:agrees? to (?:buy|acquire|merge|sell)|clinches|buys|acquires)\b",
        rf"\bstrikes? {_FEW_WORDS}deal\b|\bwins (?:[\w'-]+ )?(?:bidding|battle)\b",
        r"(?<!talks )(?<!bid )(?<!offer )(?<!considers )(?<!weighs )\bto (?:buy|acquire|be acquired)\b",
    ),
    _either(
        rf"股东大?会?(?:通过|批准)|\b{_WHO_OWNS}(?:[\w'-]+ )?(?:approve|back|vote|reject)",
        rf"\b(?:clear|approve|block)(?:s|ed) {_OF_A_DEAL}",
    ),
    _either(rf"完成{_OF_A_MERGER}|\b(?:complete|finali[sz]e|close)[sd]? {_OF_A_DEAL}"),
    _either(
        rf"终止{_OF_A_MERGER}|\b(?:abandons|abandoned|scraps?|scrapped|walks? away|terminate[sd]?) {_OF_A_DEAL}",
        rf"\b(?:calls? off|called off|drop(?:s|ped)|withdr[ae]ws?) {_OF_A_DEAL}",
    ),
)
_LICENCE = (
    _either(r"\b(?:advis[eo]rs?|advisory|panel|committee)\b[^,;:]{0,40}\b(?:back|recommend|endors|vote|reject|urge)"),
    _either(rf"\b(?:approves|approved|clears|cleared|(?:wins?|gets?|gains?) {_FEW_WORDS}approval)\b"),
    _either(r"\b(?:rejects|rejected|declines to|refuses)\b"),
)
_LAUNCH = (
    _either(r"推迟|延期|暂缓|\b(?:scrub(?:s|bed)|postpon|delay(?:s|ed)\b|calls? off|called off)"),
    _either(r"发射成功|成功发射|升空|\b(?:launches|launched|lifts? off|lifted off|blasts? off)\b"),
)
_OFFICE = (
    _either(r"当选|\belected\b|\bwins (?:[^\s,;:]+ ){0,5}(?:election|race|vote|presidency)\b"),
    _either(r"就职|宣誓|\b(?:sworn in|takes? office|inaugurat|takes? oath)"),
    _either(r"辞职|\b(?:resigns?\b|resigned|steps? down|quits\b)"),
)
_AFFAIRS: Sequence[Sequence[re.Pattern[str]]] = (_TRIAL, _CASE, _DEAL, _LICENCE, _LAUNCH, _OFFICE)
"""The steps of each kind of affair, in the order in which they follow one another."""


def ends_what_stands(ours: str, theirs: str) -> bool:
    """Whether of two headlines about a warning, a strike or an order only one tells that it is over."""
    one_is_over = (_ENDS.search(ours) is None) != (_ENDS.search(theirs) is None)
    return one_is_over and bool(_put_in_force(ours) & _put_in_force(theirs))


def goes_on_again(ours: str, theirs: str) -> bool:
    """Whether one headline tells that something stands still, and only the other that it goes on again."""
    return any(
        _GOES_ON.search(later) and not _GOES_ON.search(before) and _STANDS_STILL.search(before)
        for later, before in ((ours, theirs), (theirs, ours))
    )


def one_is_of_the_market(ours: str, theirs: str) -> bool:
    """Whether only one of two headlines tells how shares moved: what a market makes of news is news of its own."""
    return bool(_SHARES.search(ours)) != bool(_SHARES.search(theirs))


def at_two_steps(ours: str, theirs: str) -> bool:
    """Whether two headlines stand at two steps of one kind of affair: what one tells last, the other does not."""
    mine, yours = _last_steps(ours), _last_steps(theirs)
    return any(mine[affair] != yours[affair] for affair in mine.keys() & yours.keys())


def _put_in_force(folded: str) -> frozenset[int]:
    return frozenset([number for number, kind in enumerate(_PUT_IN_FORCE) if kind.search(folded)])


@lru_cache(maxsize=256)
def _last_steps(folded: str) -> Mapping[int, int]:
    """How far each kind of affair has come: a headline tells what came before beside it ("jailed after plea")."""
    found = {
        affair: max((number for number, step in enumerate(steps) if step.search(folded)), default=-1)
        for affair, steps in enumerate(_AFFAIRS)
    }
    return {affair: number for affair, number in found.items() if number >= 0}
