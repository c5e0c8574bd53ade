"""Why two reports are, or are not, one story: in words, for ``monitor explain``."""

from monitor.core.cluster.assign import needed_between
from monitor.core.cluster.best_match import is_one_result, one_link, particulars_agree
from monitor.core.cluster.features.compared_report import read_features
from monitor.core.cluster.similarity import similarity, weigh_evidence
from monitor.core.cluster.two_events import named_in_full, tell_one_death, two_events
from monitor.core.model.stories import Features

_WORDS = {
    "prior": "two reports are seldom of one event",
    "title_in_text_less": "of one headline's words stand in the other report (the lesser side)",
    "title_in_text_more": "of one headline's words stand in the other report (the better side)",
    "text_in_text": "of one text's words stand in the other",
    "figures_agree": "figures of the headlines are found in the other report",
    "figures_differ": "both headlines give figures and none agrees",
    "figures_in_text": "of one text's figures stand in the other",
    "both_say_more": "each headline has rare words that the other report lacks",
    "one_is_brief": "one is hardly more than its headline",
    "same_outlet": "one outlet seldom reports one event twice",
    "days_differ": "the headlines name different days",
    "latin_names": "names in Latin letters are shared",
    "version_shared": "a product is named with the same version",
    "versions_differ": "they name different versions",
    "rare_name_shared": "a name that the news do not have every day is shared",
    "names_differ": "each headline names somebody whom the other report does not",
    "actors_differ": "whoever acts in one headline is nowhere in the other report",
    "titles_mean": "what the headlines mean, as a cosine",
    "actions_agree": "the headlines report the same kind of action",
    "actions_differ": "the headlines report different kinds of action",
    "one_analyses": "only one looks back or explains",
    "one_cancels": "only one reports an end or a withdrawal",
    "one_before": "only one speaks of what is still to come",
    "days": "days apart beyond the first",
    "version": "a name with its version is shared",
    "names": "names are shared",
    "figures": "figures agree",
    "actions": "the same kind of action",
    "topics": "the same topic",
    "version_differs": "they name different versions",
}


def why_same(a: Features, b: Features) -> list[str]:
    """One line for the verdict, then one for each piece of evidence that weighs, the heaviest first."""
    pairs = [(left, right) for left in read_features(a) for right in read_features(b)]
    left, right = max(pairs, key=lambda pair: similarity(*pair))
    if one_link(left, right):
        return ["one story: both give the same link", left.url]
    headline, report = (left, right) if left.is_roundup else (right, left)
    if left.is_roundup != right.is_roundup and named_in_full(headline, report):
        return ["one story: the report says all that the round-up's headline says"]
    if tell_one_death(left, right):
        return ["one story: both report the death of one person"]
    if reason := two_events(left, right):
        return [f"not one story: {reason}"]
    score = similarity(left, right)
    if is_one_result(left, right, score):
        return ["one story: both tell how one game or vote ended"]
    if particulars_agree(left, right, score):
        return ["one story: both tell one kind of event of the same names and figures"]
    needed = needed_between(left, right)
    verdict = "one story" if score >= needed else "not one story"
    parts = sorted(weigh_evidence(left, right), key=lambda part: -abs(part[2]))
    return [
        f"{verdict}: similarity {score:.2f}, {needed:.2f} is needed",
        *(f"{effect:+.2f}  {value:.2f} {_WORDS.get(name, name)}" for name, value, effect in parts if effect),
    ]
