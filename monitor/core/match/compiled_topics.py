"""Topics as matching uses them: names, word sets and limits worked out once."""

from collections.abc import Sequence
from typing import Literal

from monitor.core.match.scan.context_words import folded_word
from monitor.core.match.scan.names import Name, name_of
from monitor.core.match.scan.wordlists import is_pinyin
from monitor.core.model.matches import Alias, Topic
from monitor.values import dataclass

Level = Literal["sure", "weak", "needs"]
"""``sure`` needs no evidence, ``weak`` needs some, ``needs`` must have one of its words (or an equal)."""


@dataclass(frozen=True, slots=True)
class AliasRule:
    """An alias made ready."""

    alias: Alias
    name: Name
    level: Level
    needs: frozenset[str]
    not_near: frozenset[str]
    is_pinyin_title: bool
    """Written with one capital, it may be a Chinese given name: Jimeng Sun is a person."""


@dataclass(frozen=True, slots=True)
class TopicRule:
    """A topic made ready. ``covers`` are exclusions that hold a name inside, ``vetoes`` all others."""

    topic: Topic
    aliases: tuple[AliasRule, ...]
    near: frozenset[str]
    owners: frozenset[str]
    covers: tuple[Name, ...]
    vetoes: frozenset[str]
    vocabulary: frozenset[str]
    """Words that belong to the topic, so that they are nobody's given name."""

    def words(self) -> set[str]:
        """Every context word that the topic asks for."""
        asked = set(self.near | self.owners | self.vetoes)
        for alias in self.aliases:
            asked |= alias.needs | alias.not_near
        return asked


def level_of(alias: Alias) -> Level:
    """What the alias's own keys make of it."""
    if alias.sure:
        return "sure"
    if alias.needs:
        return "needs"
    return "weak" if alias.sure is False else "sure"


def alias_rule(alias: Alias) -> AliasRule:
    """Make an alias ready."""
    name = name_of(alias.text)
    pinyin = alias.text.istitle() and is_pinyin(name.compact)
    return AliasRule(
        alias, name, level_of(alias), _folded_words(alias.needs), _folded_words(alias.not_near), is_pinyin_title=pinyin
    )


def topic_rule(topic: Topic) -> TopicRule:
    """Make a topic ready."""
    aliases = tuple(alias_rule(alias) for alias in topic.aliases)
    compacts = [alias.name.compact for alias in aliases]
    covers = [name for text in topic.exclude if any(c and c in (name := name_of(text)).compact for c in compacts)]
    covered = {name.text for name in covers}
    vetoes = _folded_words([text for text in topic.exclude if name_of(text).text not in covered])
    owners = _folded_words(topic.owner.replace("/", " ").replace("、", " ").split())
    near = _folded_words(topic.near)
    vocabulary = {
        part for words in (near, owners, *(a.needs for a in aliases)) for word in words for part in word.split()
    }
    vocabulary |= {part for alias in aliases for part in alias.name.text.split()}
    return TopicRule(topic, aliases, near, owners, tuple(covers), vetoes, frozenset(vocabulary))


def _folded_words(words: Sequence[str]) -> frozenset[str]:
    return frozenset(folded for word in words if (folded := folded_word(word)))
