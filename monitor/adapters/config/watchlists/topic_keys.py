"""The keys of a topic and its aliases in a watchlist file."""

import re

from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import LANGUAGE_TAG, free_text, name_text
from monitor.adapters.config.schema.values import Either, Many, Named, Number, Text, Truth
from monitor.adapters.config.watchlists.rules import check_alias, check_topic, name_alone
from monitor.core.match.topic_ids import new_topic_id

SENTENCE = Text(expected="a sentence", parse=str.strip)
WORDS = Many(item=free_text("a word"))
NAME_ALONE = Text(expected="a name", parse=name_alone)
ALIAS = Table(
    title="an alias",
    check=check_alias,
    keys=(
        Key(
            name="text",
            kind=free_text("a name"),
            required=True,
            example="Kling",
            meaning="The name as people write it.",
        ),
        Key(
            name="sure",
            kind=Truth(),
            stands_for="decided by the other keys",
            example="true",
            meaning="true: needs no evidence; false: never counts alone.",
        ),
        Key(
            name="needs",
            kind=WORDS,
            default="[]",
            example="[快手, Kuaishou, video]",
            meaning="Counts only with one of these words near it, in the title or in its section.",
        ),
        Key(
            name="within",
            kind=Number(low=1, high=10000),
            example="80",
            stands_for="title and section",
            meaning="How near the words of needs must be: characters in Chinese text, words in Latin text.",
        ),
        Key(
            name="not_near",
            kind=WORDS,
            default="[]",
            example="[dictionary]",
            meaning="Does not count with one of these words near it.",
        ),
        Key(name="title_only", kind=Truth(), default="false", meaning="Counts in titles only."),
        Key(name="case_sensitive", kind=Truth(), default="false", meaning="Counts only in this spelling."),
        Key(
            name="versions",
            kind=Truth(),
            default="false",
            meaning="A version behind the name (Kling 2.1, Wan2.2) makes it sure.",
        ),
    ),
)
EXAMPLES = Table(
    title="examples",
    keys=(
        Key(
            name="match",
            kind=Many(item=SENTENCE),
            default="[]",
            example="[快手可灵发布2.0]",
            meaning="Sentences that must match.",
        ),
        Key(
            name="reject",
            kind=Many(item=SENTENCE),
            default="[]",
            example="[座椅可灵活调节]",
            meaning="Sentences that must not match.",
        ),
    ),
)


def _topic_meant(text: str) -> str:
    """The topic that a name alone stands for."""
    name = text.strip()
    if not name or re.search(r"[{}\[\],:#\"'\n]", name) or len(name) > 60:
        return ""
    return f"{{id: {new_topic_id(name, lambda _: False)}, aliases: [{name}]}}"


TOPIC = Table(
    title="a topic",
    check=check_topic,
    meant_by=_topic_meant,
    keys=(
        Key(
            name="id",
            kind=name_text("an id"),
            required=True,
            example="kling",
            meaning="Identity, unique over all files; it must not change once in use.",
        ),
        Key(
            name="name",
            kind=Either(short=free_text("a name"), long=Named(name=LANGUAGE_TAG, value=free_text("a name"))),
            example="{zh: 可灵, en: Kling}",
            stands_for="the id",
            meaning="What people read, as one text or by language.",
        ),
        Key(name="owner", kind=free_text("text"), example="快手 Kuaishou", meaning="Who makes it; counts as evidence."),
        Key(
            name="aliases",
            kind=Many(item=Either(short=NAME_ALONE, long=ALIAS)),
            default="[]",
            example="[可灵, {text: Kling, needs: [video]}]",
            meaning="Its names: plain texts, or aliases with a policy of their own.",
        ),
        Key(
            name="query",
            kind=SENTENCE,
            example="'(\"video model\" OR 视频模型) NEAR/12 (open-source OR 开源)'",
            meaning="Boolean query, instead of aliases or beside them.",
        ),
        Key(
            name="exclude",
            kind=WORDS,
            default="[]",
            example="[可灵活]",
            meaning="Places where this topic's names do not count; other topics are not touched.",
        ),
        Key(
            name="near",
            kind=WORDS,
            default="[]",
            example="[文生视频, text-to-video]",
            meaning="Words of the neighbourhood: evidence for aliases that are not sure.",
        ),
        Key(
            name="examples",
            kind=EXAMPLES,
            default="{}",
            example="{match: [快手可灵发布2.0], reject: [座椅可灵活调节]}",
            meaning="Unit tests of the topic, run by monitor check.",
        ),
    ),
)
