"""What a look at the rules finds."""

from typing_extensions import override

from monitor.core.model.matches import Alias, Topic
from monitor.core.model.sources import Place
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at: the rule's name, where, what is the matter, and how to mend it."""

    rule: str
    topic: str
    sentence: str
    mend: str
    place: Place | None = None
    alias: str = ""
    """The name that it is about, where it is about one."""

    @override
    def __str__(self) -> str:
        where = f"{self.place.file}:{self.place.line}:{self.place.column}: " if self.place else ""
        return f"{where}{self.topic}: {self.sentence}; {self.mend} [{self.rule}]"


def make_finding(rule: str, topic: Topic, sentence: str, mend: str, alias: Alias | None = None) -> Finding:
    """A finding at the alias, where it has a place, else at the topic."""
    place = (alias.place if alias else None) or topic.place
    name = alias.text if alias else ""
    return Finding(rule=rule, topic=topic.id, sentence=sentence, mend=mend, place=place, alias=name)
