"""Serves the API over a small newsroom in memory, for schemathesis to try; docs/development/measurements says how.

    python -m bench.serve_api 18765 &
    export SCHEMATHESIS_HOOKS=bench.schemathesis_hooks
    st run http://127.0.0.1:18765/api/v1/openapi.json --wait-for-schema=60 --url http://127.0.0.1:18765/api/v1 \
        --auth any:made-up --max-examples 40
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn

from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.settings import WebSettings
from monitor.web.security import guess_brake, rate_limit
from monitor.web.site import Context, make_site
from tests.app.harness import HarnessRules, opener, rss
from tests.web.harness import FEED, OLD, feed

_TITLES = ("可灵开源新模型", "即梦开放下载", "可灵与影视公司签约")
_NO_LIMIT = 10**9


async def serve(port: int) -> None:
    """Until it is stopped. The brakes are off: they would answer in the API's place."""
    rate_limit.PER_WINDOW = guess_brake.PER_ADDRESS = guess_brake.IN_ALL = _NO_LIMIT
    with TemporaryDirectory() as folder:
        rules = HarnessRules(web=WebSettings(password="made-up"))  # noqa: S106 for this run only
        async with opener(Path(folder))(feed(), rules) as harness:
            await harness.round()
            now = harness.clock.now()
            harness.documents[FEED] = rss(*((title, f"{title}。", now) for title in _TITLES), OLD)
            await harness.round()
            heartbeat = Heartbeat(harness.clock)
            heartbeat.beat()
            site = make_site(Context(app=harness.app, heartbeat=heartbeat, reload=lambda: None))
            await uvicorn.Server(uvicorn.Config(site, host="127.0.0.1", port=port, log_level="warning")).serve()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
