"""What arguments name, looked up; what is not there is answered with what is."""

from difflib import get_close_matches

from monitor.app.context import AppContext
from monitor.core.model.matches import Topic
from monitor.core.render.cursors import number_in_cursor
from monitor.errors import UserError
from monitor.mcp.arguments import Given

_LISTED = 30


def require_topic(app: AppContext, given: Given, name: str = "topic") -> str:
    """The id of the topic that is asked for, by its id or a name; empty when none is; UserError lists the others."""
    written = given.text(name)
    return find_topic(app, written).id if written else ""


def find_topic(app: AppContext, written: str) -> Topic:
    """The topic of this id or name; UserError with the nearest ones when there is none."""
    topics = app.watchlists.topics
    said = written.strip().casefold()
    for topic in topics:
        if said in {topic.id.casefold(), *(name.casefold() for name in topic.name.values())}:
            return topic
    ids = [topic.id for topic in topics]
    near = get_close_matches(said, ids, n=3, cutoff=0.6)
    listed = ", ".join(near or ids[:_LISTED]) or "none"
    raise UserError(f'there is no topic "{written[:60]}"; {"near ones" if near else "there are"}: {listed}')


def cursor_number(given: Given) -> int | None:
    """The cursor as a number; UserError for anything that no answer said."""
    written = given.text("cursor")
    found = number_in_cursor(written)
    if written and found is None:
        raise UserError('cursor: expected what "next" said')
    return found
