"""What somebody types for a new topic: its names, and an id that none has had."""

from monitor.core.match.topic_ids import new_topic_id
from monitor.core.model.filters import MentionFilter
from monitor.ports import Transaction
from monitor.web.context import Context


def names_in(text: str) -> list[str]:
    """Names that somebody typed, parted by commas or lines."""
    parts = text.replace("，", ",").replace("、", ",").replace("\n", ",").split(",")
    return list(dict.fromkeys(part.strip()[:100] for part in parts if part.strip()))


def free_topic_id(context: Context, tx: Transaction, name: str) -> str:
    """An id for a new topic that none has or had: it must not inherit another's mentions."""
    present = {topic.id for topic in context.app.watchlists.topics}
    return new_topic_id(
        name, lambda chosen: chosen in present or bool(tx.mentions.find(MentionFilter(topic=chosen, limit=1)))
    )
