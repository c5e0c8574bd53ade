"""A topic with one plain name, and whether a text is told of it."""

from collections.abc import Callable, Sequence

from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]


def found(make: Make, alias: str, text: str, lang: str = "") -> bool:
    topic = Topic(id="t", name={"en": "t"}, aliases=(Alias(text=alias),))
    return bool(make([topic]).match(Document(title=text, lang=lang)).found)
