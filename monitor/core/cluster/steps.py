"""Steps of one affair: a warning and its end, a charge and the verdict. Each is news of its own, in nearly one wording.

Headlines are read as ``clean_title`` leaves them: in small letters, Chinese in simplified characters.
"""

from collections.abc import Mapping
from functools import lru_cache

from monitor.core.cluster.affairs import AFFAIRS, either

_ENDS = either(
    r"解除|撤销|取消|停止|终止|结束|终了|撤回|中止|暂停|해제|철회|종료|취소|중단|انهاء|رفع|الغاء",
    r"\b(?:lift(?:s|ed|ing)?|end(?:s|ed)?|scrap(?:s|ped)|called off|calls? off|calling off)\b",
    r"\b(?:suspen[ds]|revok|rescind|withdr[ae]w|cancel|avert|avoid)",
    r"\b(?:hebt|aufgehoben|sagt|sagen .{1,40} ab|abgesagt|beendet|endet|opgeheven|ingetrokken|häv(?:s|er|t))\b"
    r"|\bentwarnung",
    r"\b(?:lève|lèvent|levée?s?|annul|levanta|desconvoc|anula|retira|revoca|sospe|encerra|desactiv|disattiv|désactiv|deaktiv)",
    r"\b(?:fin|fine|fim) d(?:e|u|es|el|ella|o|a)\b|\bkoniec\b",
    r"\b(?:odwoł|zakończ|zawies|znies|отмен|снят|сняли|снима|заверш|прекра|приостан|kaldir|iptal|sona er)",
)
_WARNINGS = either(
    r"预警|警报|注意报|警戒|特报|주의보|경보|تحذير|انذار",
    r"\b(?:warning|alert|advisor(?:y|ies)\b|vigilance|aviso (?:rojo|naranja|amarillo)|\w*warnung|alerte|alerta"
    r"|allert|ostrzeżen|предупрежд|uyari"
    r"|waarschuwing|varning)",
)
_STRIKES = either(
    r"罢工|파업|スト(?:ライキ|を|に|へ|が|$)|اضراب",
    r"\b(?:strikes?\b|walkout|\w*streik|grève|huelga|paros?\b|scioper|greve|strajk|забастов|grev|staking|strejk)",
)
_ORDERS = either(
    r"禁令|宵禁|制裁|紧急状态|紧急事态|封锁|关税|금지|제재|관세",
    r"\b(?:bans?\b|banned\b|curfew|lockdown|sanction|embargo|tariff|emergency|\w*verbot|ausgangssperre|notstand"
    r"|zölle)",
    r"\b(?:interdiction|prohibi|divieto|zakaz|запрет|санкци|yasa[kğ])",
)
_STANDS_STILL = either(
    r"故障|宕机|崩了|瘫痪|中断|停运|停航|停电|封闭|关闭|见合わせ|闭锁|运休|障害|중단|폐쇄|장애|먹통|اغلاق|انقطاع",
    r"\b(?:outage|offline|disrupt|clos(?:es|ed|ure)\b|shuts?\b|shut down|evacuat|suspend|halt|ground(?:s|ed)\b"
    r"|stopp)",
    r"\b(?:gesperrt|geschlossen|geräumt|\w*störung|ausfall|eingestellt|fermée?s?\b|panne|interromp|interrump"
    r"|suspend)",
    r"\b(?:cerrad|evacuad|apagón|chius[oaie]\b|sospes|fechad|suspens|zamkn|wstrzym|awari|закры|приостан|сбой"
    r"|kapat|ariza)",
    r"停电|정전|\b(?:(?:los[et]|loses|without|no) (?:power|electricity)|blackout|power cut|(?:is|are|goes|went"
    r"|app) down\b|down[:,]|not working)",
    r"\b(?:non funziona|no funciona|ne fonctionne|nie działa|не работает)",
    r"\b(?:ohne strom|stromausfall|sans (?:courant|électricité)|sin (?:luz|electricidad)|senza (?:luce|corrente)"
    r"|sem (?:luz|energia))",
    r"\b(?:bez prądu|без (?:света|электр)|elektriksiz|elektrik kesint)",
)
_GOES_ON = either(
    r"恢复|重新开放|重开|修复|再开|复旧|재개|복구|재개장|استيناف|اعاده فتح",
    r"\b(?:reopen|re-open|resum(?:e|es|ed|ing)\b|restor(?:e|es|ed)\b|resolved|fixed\b|back (?:online|up|to normal))",
    r"\b(?:working again|back in (?:service|operation)|power (?:is )?back)\b",
    r"\b(?:wieder (?:offen|frei|geöffnet|in betrieb|aufgenommen)|läuft wieder|fahren wieder|behoben|wiedereröffn)",
    r"\b(?:rouv(?:re|ert)|rétabli|repren|reabr|reabiert|restablec|reanud|riap(?:re|ert)|ripre|ripristin|reabert"
    r"|retom)",
    r"\b(?:wznow|ponownie otwart|przywróc|возобнов|восстанов|открыл[аи]?сь|открыт|yeniden)",
)
_IN_NEED = either(
    r"被困|失联|失踪|绑架|行方不明|실종|고립|매몰|납치",
    r"\b(?:trapped|stranded|missing|adrift|hostage|kidnap|abduct|verschütte|vermisst|eingeschlossen|entführ"
    r"|bloqué|disparue?s?\b)",
    r"\b(?:atrapad|desaparecid|secuestr|intrappolat|dispers[oiae]\b|rapit[oiae]\b|uwięzi|zaginion|zaginął"
    r"|zaginęła|porwan)",
    r"\b(?:пропал|заблокир|похи[тщ]|mahsur|kayip)",
)
_SAVED = either(
    r"获救|救出|脱险|获释|找到|救助|発见|구조(?:됐|돼|했|해)|석방|발견",
    r"\b(?:rescued|rescues|freed|released(?!.{0,30}\b(?:of|in|as)\b)|pulled (?:alive|out|from)|found|bodies"
    r"|body of)\b",
    r"\b(?:gerettet|geborgen|gefunden|freigelassen|retrouvé|secouru|libéré|rescatad|liberad|hallad|encontrad"
    r"|localizad)",
    r"\b(?:salvat|liberat|trovat|ritrovat|resgatad|uratowan|odnalez|uwolnion|спас(?:ли|ен)|найден|нашли|освобо"
    r"|kurtaril|bulund)",
)
_TURNS = ((_STANDS_STILL, _GOES_ON), (_IN_NEED, _SAVED))
"""What is in a bad way, and how it gets out of it."""
_SHARES = either(
    r"股价.{0,8}[涨跌升挫]|株(?:価)?(?:が|は|、)?.{0,6}(?:安|高|腾|落)|주가.{0,6}(?:급등|급락|상승|하락|강세|약세)",
    r"\b(?:shares|stock) (?:[^\s,;:]+ ){0,3}?(?:jump|ris[ei]|rose|soar|surg|climb|gain|rall)",
    r"\b(?:shares|stock) (?:[^\s,;:]+ ){0,3}?(?:fall|fell|drop|slump|slid|plung|tumbl|sink)",
    r"\b(?:\w*aktie|kurs) (?:[^\s,;:]+ ){0,3}?(?:steig|spring|leg|zieh|fäll|bricht|stürz|sink|verlier)",
)
_PUT_IN_FORCE = (_WARNINGS, _STRIKES, _ORDERS)
"""What is put in force and taken back."""


def ends_what_stands(ours: str, theirs: str) -> bool:
    """Whether of two headlines about a warning, a strike or an order only one tells that it is over."""
    one_is_over = (_ENDS.search(ours) is None) != (_ENDS.search(theirs) is None)
    return one_is_over and bool(_put_in_force(ours) & _put_in_force(theirs))


def goes_on_again(ours: str, theirs: str) -> bool:
    """Whether one headline tells that something stands still or who is in need, and only the other the way out."""
    return any(
        out.search(later) and not out.search(before) and into.search(before)
        for into, out in _TURNS
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
        for affair, steps in enumerate(AFFAIRS)
    }
    return {affair: number for affair, number in found.items() if number >= 0}
