"""How much a story weighs in a digest: who tells it × who speaks × what kind of news × how new it is, with reasons."""

import math
import re
from collections.abc import Sequence

from monitor.core.i18n.phrases import Reason
from monitor.core.model.messages import StoryNews
from monitor.values import dataclass

_OFFICIAL, _HEARSAY = 2.2, 0.7
"""The makers' own word weighs a little more than a second outlet; aggregators alone weigh less than one newsroom."""
_SIGNAL, _SIGNALS_THAT_COUNT = 0.25, 2
_OPENS = 1.3
_CORRECTED = 1.25
_CONTINUED, _LATE, _EARLIER = 0.3, 0.3, 0.1
_BEFORE = re.compile(r"^(?:[\W_]|【[^】]*】|\[[^\]]*\])+")
"""Quotation marks, tags and the like before a headline's first word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWeight:
    """What a story weighs, from 0; 1 is one newsroom's report of something new. ``reasons``: what lifts it."""

    value: float
    reasons: Sequence[Reason]


def weigh_story(news: StoryNews) -> StoryWeight:
    """The product of four factors, none of which alone makes a lead: outlets, tier, signals, novelty."""
    outlets = {outlet.source for outlet in news.story.outlets}
    tiers = {outlet.tier for outlet in news.story.outlets}
    signals = min(len(news.story.signals), _SIGNALS_THAT_COUNT)
    reasons = []
    if len(outlets) > 1:
        reasons.append(Reason("weight.outlets", n=len(outlets)))
    if "official" in tiers:
        reasons.append(Reason("weight.official"))
    if any(fact.kind == "status" for fact in news.new_facts):
        reasons.append(Reason("weight.corrected"))
    value = 1 + math.log2(max(len(outlets), 1))
    value *= _OFFICIAL if "official" in tiers else _HEARSAY if tiers == {"aggregator"} else 1.0
    value *= 1 + _SIGNAL * signals
    value *= _OPENS if _opens(news) else 1.0
    return StoryWeight(value=value * _novelty(news), reasons=tuple(reasons))


def _novelty(news: StoryNews) -> float:
    if news.earlier:
        return _EARLIER
    if news.late:
        return _LATE
    if news.continued:
        return _CONTINUED
    return _CORRECTED if any(fact.kind == "status" for fact in news.new_facts) else 1.0


def _opens(news: StoryNews) -> bool:
    """A headline that opens with the name has it for its subject: what makers do before what others do with it."""
    names = {mention.surface.casefold() for mention in news.mentions if mention.topic == news.home and mention.surface}
    return any(_BEFORE.sub("", outlet.title.casefold()).startswith(tuple(names)) for outlet in news.story.outlets)
