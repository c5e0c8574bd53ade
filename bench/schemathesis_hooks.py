"""Tells schemathesis what a query looks like: its grammar is none that JSON Schema could say.

SCHEMATHESIS_HOOKS=bench.schemathesis_hooks st run …
"""

import schemathesis  # type: ignore[import-not-found] # no dependency: it runs in an environment of its own
from hypothesis import strategies as some

_WORD = some.sampled_from(["可灵", "模型", "Kling", "open*", '"新模型"', "title:可灵"])
_FIELD = some.sampled_from(["lang:zh", "source:outlet", "author:ann", "@kling"])
# Fields that other tables hold stand beside words, not within OR.
_QUERIES = some.lists(_WORD | _FIELD, max_size=4).map(" ".join) | some.lists(_WORD, min_size=1, max_size=3).map(
    " OR ".join
)

schemathesis.openapi.format("news-query", _QUERIES)
