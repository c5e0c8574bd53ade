"""The keys of a watchlist file."""

from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import free_text, name_text
from monitor.adapters.config.schema.values import Many, Named
from monitor.adapters.config.settings.keys import SETTINGS
from monitor.adapters.config.watchlists.source_keys import SEARCH, SOURCE
from monitor.adapters.config.watchlists.topic_keys import TOPIC

WATCHLIST = Table(
    title="the watchlist file",
    elsewhere={key.name: "monitor.yaml" for key in SETTINGS.keys},
    keys=(
        Key(
            name="watchlist",
            kind=free_text("a name"),
            example="video-models",
            stands_for="the file's name",
            meaning="Name of this watchlist, unique over all files.",
        ),
        Key(
            name="topics",
            kind=Many(item=TOPIC),
            default="[]",
            example="[{id: kling, aliases: [可灵, Kling AI]}]",
            meaning="What to watch for.",
        ),
        Key(
            name="signals",
            kind=Named(name=name_text("a signal's name"), value=Many(item=free_text("a word"), least=1)),
            default="{}",
            example="{launch: [发布, 上线, release]}",
            meaning="Tags on a mention, by words in its sentence; the same signal in two files is the union.",
        ),
        Key(
            name="sources",
            kind=Many(item=SOURCE),
            default="[]",
            example='[{url: "https://example.org/feed.xml", title: Example}]',
            meaning="Where to look; every source is matched against every topic of all files.",
        ),
        Key(
            name="searches",
            kind=Many(item=SEARCH),
            default="[]",
            example="[{engine: google-news, topics: [kling], language: zh-CN}]",
            meaning="Search feeds, one source per topic.",
        ),
    ),
)
