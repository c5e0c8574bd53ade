"""What a headline says happens, as a few kinds of action, and which stage of an affair it reports."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from monitor.core.text.loose_patterns import PatternSet

_ACTIONS = {
    "launch": r"发布|推出|上线(?!以来)|开源|亮相|开售|上市|上架|登陆|问世|灰测|内测|邀测|公测|首发|启用|开业"
    r"|落地|开放"
    r"|\b(?:releas(?!e (?:date|notes|time))|launch(?! (?:date|event|price|day|time))|unveil|open-sourc|introduc"
    r"|debut|roll(?:s|ed|ing)? out)",
    "integrate": r"接入|集成|内置|适配|\b(?:integrat|adapts?\b)",
    "rank": r"登顶|霸榜|榜首|第一|超越|夺冠|问鼎|击败|\b(?:tops|beats|outperform|overtak)",
    "claim": r"认领|确认|承认|证实|官宣|\b(?:confirm|acknowledg)",
    "deny": r"否认|不实|辟谣|不属实|没有.{0,16}计划|并未|捏造|事实无根|否定"
    r"|부인했|부인하|사실무근|사실 아냐|تنفي|ينفي|نفت"
    r"|\bden(?:y|ies|ied)\b(?! (?:[\w'’-]+ ){0,3}(?:motion|bail|request|appeal|bid|petition|permit|visa|entry"
    r"|parole))"
    r"|\b(?:reject|dismiss)(?:e?s|ed)? (?:[\w'’-]+ ){0,2}(?:reports?|rumou?rs?|claims?|allegations?)"
    r"|\b(?:is|are|as) (?:false|fake|not true)\b|\b(?:refut|untrue|dementi|bestreitet|démen(?:t|tis?|tit|ti|tent)\b)"
    r"|\b(?:desm[ie]nt|niega (?:que|haber|las|los)|smentis|smentit|nega (?:que|ter|di|le|ogni|tutto))"
    r"|\b(?:dementuj|zaprzecz|опроверг|отрица|yalanla|ontken|förnek|dementer)",
    "respond": r"回应|澄清|声明|\b(?:responds?|respond(?:ed|ing)|clarif)",
    "people": r"离职|卸任|跳槽|加盟|辞职|任命|创业|出任|接任|\b(?:resign|steps? down|appoint|hires?|leaves|joins)",
    "death": r"去世|逝世|病逝|讣告|遇难|死亡|身亡|坠亡|辞世|\b(?:dies|died|dead|killed)\b",
    "money": r"融资|估值|ipo|收购|投资|回购|分拆|募资|入股|备案|\b(?:rais(?:es|ed|ing)|acqui|invest|valu|funding"
    r"|spin)",
    "earnings": r"净利润|营收|财报|业绩|年报|收入|盈利|亏损|交付|销量|\b(?:revenue|earnings|profit|quarter)",
    "price": r"降价|涨价|提价|付费|订阅|免费|价格|定价|资费|降幅|补贴|\d折"
    r"|\b(?:pric|subscription|free tier|cuts? price)",
    "stop": r"关停|停止|下线|关闭|退出|停售|停产|终止|取消|撤销|解除|\b(?:shut|clos|discontinu|kills?\b|sunset"
    r"|cancel)",
    "law": r"起诉|立案|调查|罚|判|诉讼|逮捕|通报|罪|召回|侵权"
    r"|\b(?:sue[sd]?|lawsuit|fine[sd]?|ban(?:s|ned)?|recall|probe)\b",
    "meet": r"会见|访问|会谈|通话|举行|开幕|大会|出席|\b(?:meets?|summit|talks)\b",
    "update": r"升级|更新|改版|扩容|提速|\b(?:upgrad|updat|overhaul|revamp|redesign)",
    "reorganise": r"重组|改组|架构调整|调整架构|合并|拆分|\b(?:reorgani|restructur|reshuffl|merge[sdr]?\b|merging)",
    "speak": r"发文|撰文|长文|公开信|致信|演讲|专访|\b(?:essay|op-ed|open letter|speech|interview)",
    "rival": r"竞争|争夺|抢夺|角逐|抗衡|\b(?:rival|compet)",
    "plan": r"计划|拟|考虑|筹|准备|洽谈|将(?![军领士近来棋])|预计|有望|下月"
    r"|\b(?:plans?|will|to launch|consider|expected)\b",
}
_STAGES = {
    "analysis": r"揭秘|幕后|复盘(?![称说道])|解读(?![称说道])|评论?|反思|内幕|为什么|为何|追忆|见闻|观察|分析"
    r"|专家|风声"
    r"|\b(?:inside|why|how|analysis|opinion)\b",
    "cancel": r"取消|撤销|解除|停止|终止|关闭|下架|关停|退出|\b(?:cancel|shut|lift)",
    "before": r"即将|将于|将举行|在即|下月|明日|明天|今日再|预热|倒计时"
    r"|(?:曝|消息称|爆料|据传).{0,24}(?:本周|下周|本月|今晚)"
    r"|\b(?:upcoming|tomorrow|next (?:week|month)|reportedly (?:to|set to|planning))\b",
}
_HAZARDS = {
    "fire": r"火灾|起火|着火|大火|火警|爆炸|火事|全焼|爆発|화재|폭발|불길|حريق|انفجار"
    r"|\b(?:fire\b(?! (?:chief|sale|stick))|wildfire|blaze|explosion|explode|blast|bomb|\w{3,}brand\b"
    r"|feuer|incend|explos|esplos|pożar|wybuch|пожар|взрыв|yangin|patlama|ontploff)",
    "crash": r"车祸|相撞|坠机|坠毁|脱轨|翻车|沉船|追尾|碰撞"
    r"|(?:机|ヘリ)[がのは]?坠落|坠落事故|冲突事故|脱线|転覆|추락|충돌|탈선|전복|추돌|تصادم|تحطم"
    r"|\b(?:crash|collision|collid|derail|pile-?up|capsiz|shipwreck|\w*unfall|\w*unglück|zusammensto|entgleis"
    r"|absturz|accident"
    r"|choque|colisi|descarril|scontro|deraglia|incidente stradale|naufrag|wypadek|zderzen|катастроф|столкн|дтп"
    r"|kaza\b|kazasi|botsing)",
    "quake": r"地震|지진|زلزال"
    r"|\b(?:earthquake|quake|erdbeben|séisme|terremoto|sismo|trzęsienie|землетряс|deprem|aardbeving)",
    "storm": r"台风|暴雨|洪水|洪涝|滑坡|泥石流|山体崩塌|龙卷风|暴雪|雪崩|豪雨|土砂|大雪"
    r"|태풍|폭우|홍수|산사태|폭설|فيضان|عاصفه"
    r"|\b(?:storm|flood|hurricane|typhoon|cyclone|tornado|landslide|mudslide|avalanche|blizzard|sturm|hochwasser"
    r"|lawine"
    r"|erdrutsch|tempête|inondation|inundaci|tormenta|alluvion|tempesta|enchente|powód|burza|lawina|наводнен|ураган"
    r"|лавин|firtina|overstroming)",
    "attack": r"枪击|持刀|砍人|刺死|袭击|空袭|爆炸袭击|铳撃|刺され|切りつけ|袭撃|총격|흉기|피습|공습|هجوم|قصف"
    r"|\b(?:shooting|shot dead|gunm|stabb|knife|attack|air ?strike|bomb|messer|schüsse|angriff|anschlag|fusillade"
    r"|attentat|attaque|tiroteo|ataque|apuñal|sparatoria|attacco|accoltell|strzelanin|atak|zamach|стрельб|нападен"
    r"|теракт|обстрел|saldiri|silahli|schietpartij|aanslag)",
}
_MAGNITUDE = re.compile(r"n:\d\.\d")
_BEFORE_THE_VERB = 20
_AHEAD = (2, 150)
"""Days by which a day that a headline names lies ahead: beyond them it is more likely one of the past."""
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s*月(?!\s*\d)")
_ACTION = {kind: re.compile(pattern) for kind, pattern in _ACTIONS.items()}
_HAZARD = {kind: re.compile(pattern) for kind, pattern in _HAZARDS.items()}
_STAGE = {kind: re.compile(pattern) for kind, pattern in _STAGES.items()}
KINDS_OF_ACTION, _KINDS_OF_HAZARD, _KINDS_OF_STAGE = tuple(_ACTION), tuple(_HAZARD), tuple(_STAGE)


# A set for each: of all in one RE2 would meet another state of its automaton with nearly every headline.
_MAYBE_ACTION = PatternSet(list(_ACTION.values()))
_MAYBE_HAZARD = PatternSet(list(_HAZARD.values()))
_MAYBE_STAGE = PatternSet(list(_STAGE.values()))


@lru_cache(maxsize=64)
def _verbs_of(folded: str) -> Mapping[str, int]:
    """Where the first verb of each kind of action stands, of the kinds that a folded headline has."""
    kinds = [KINDS_OF_ACTION[place] for place in _MAYBE_ACTION.may_find(folded)]
    found = [(kind, _ACTION[kind].search(folded)) for kind in kinds]
    return {kind: match.start() for kind, match in found if match}


def find_actions(folded: str) -> frozenset[str]:
    """Kinds of action in a folded headline."""
    return frozenset(_verbs_of(folded))


def find_hazards(folded: str) -> frozenset[str]:
    """Kinds of accident, disaster or attack in a folded headline: fire, crash, quake, storm, attack."""
    kinds = [_KINDS_OF_HAZARD[place] for place in _MAYBE_HAZARD.may_find(folded)]
    return frozenset([kind for kind in kinds if _HAZARD[kind].search(folded)])


def with_magnitudes_beside(amounts: frozenset[str], hazards: frozenset[str]) -> frozenset[str]:
    """The amounts of a headline, of an earthquake with those a tenth beside its magnitude.

    The first figures of two observatories for one earthquake (6.1, 6.2) seldom agree to the tenth.
    """
    if "quake" not in hazards:
        return amounts
    sizes = [float(amount[2:]) for amount in amounts if _MAGNITUDE.fullmatch(amount)]
    return amounts.union(f"n:{size + tenth:.4g}" for size in sizes for tenth in (-0.1, 0.1))


def find_stages(folded: str, month: int = 0) -> frozenset[str]:
    """Stages of an affair that a folded headline shows: analysis, cancel, before.

    ``month``: when it was written. "Next month" and the name of that month both speak of what is still to come.
    """
    kinds = [_KINDS_OF_STAGE[place] for place in _MAYBE_STAGE.may_find(folded)]
    found = {kind for kind in kinds if _STAGE[kind].search(folded)}
    if month and "月" in folded and any(int(named) in _coming_months(month) for named in _MONTH.findall(folded)):
        found.add("before")
    return frozenset(found)


def names_a_day_ahead(days: Iterable[str], at: datetime) -> bool:
    """Whether one of the calendar days that a headline names ("06-26") is still to come for who wrote it at ``at``.

    Tomorrow is none: where it is written it may be today.
    """
    return any(_AHEAD[0] <= (_next(day, at) - at.date()).days <= _AHEAD[1] for day in days)


def _next(day: str, at: datetime) -> date:
    """The next such day from the day before on, on which it may still be elsewhere."""
    month, number = map(int, day.split("-"))
    first = at.date() - timedelta(days=1)
    for year in (first.year, first.year + 1, first.year + 2, first.year + 3):
        if number <= monthrange(year, month)[1] and date(year, month, number) >= first:
            return date(year, month, number)
    return first


def acting_part(folded: str) -> str:
    """What a headline, or its last part behind a colon, says before its first verb known here: who acts, or nothing."""
    verbs = _verbs_of(folded)
    if not verbs:
        return ""
    head = folded[: min(verbs.values())]
    clause = head if len(head) <= _BEFORE_THE_VERB else head.rpartition(":")[2]
    return clause if len(clause) <= _BEFORE_THE_VERB else ""


def _coming_months(month: int) -> set[int]:
    """The five months after this one."""
    return {(month + ahead - 1) % 12 + 1 for ahead in range(1, 6)}
