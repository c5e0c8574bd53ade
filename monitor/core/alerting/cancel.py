"""Whether anybody still wants what a waiting alert tells."""

from collections.abc import Mapping, Sequence

from monitor.core.alerting.grouping import MUTED, NOT_RELEVANT
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery
from monitor.core.model.stories import Story


def unwanted_because(
    delivery: Delivery,
    stories: Sequence[Story],
    *,
    judged: Mapping[int, frozenset[str]],
    muted: frozenset[str],
) -> tuple[str, str] | None:
    """Code and reason when all that it tells was judged not relevant or is muted, else ``None``.

    ``judged``: story → topics that a reader judged it not relevant for.
    """
    told = {(story.id, topic) for story in stories for topic in story.topics}
    if delivery.topic:
        told = {(story, topic) for story, topic in told if topic == delivery.topic}
    wanted = {(story, topic) for story, topic in told if topic not in judged.get(story, frozenset())}
    if told and not wanted:
        return NOT_RELEVANT, Reason("send.not-relevant")
    if wanted and {topic for _, topic in wanted} <= muted:
        return MUTED, Reason("send.muted")
    return None
