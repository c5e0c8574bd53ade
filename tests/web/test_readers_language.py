"""What a page says of a mistake, or of a hub, it says in the language of the page."""

from datetime import timedelta

from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.model.subscriptions import Subscription
from tests.web.conftest import OpenPages
from tests.web.harness import feed

CHINESE = {"Accept-Language": "zh"}


async def test_a_query_that_is_wrong_is_told_alike_by_search_and_wizard(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        said = []
        for path, name in (("/search", "q"), ("/watch", "query")):
            answer = await pages.http.get(path, params={name: "kling AND ("}, headers=CHINESE)
            assert answer.status_code == 400
            said.append(answer.text.partition("第 ")[2].partition("<")[0].strip())
        assert said[0] == said[1] != ""


async def test_what_was_agreed_with_a_hub_is_told_in_the_readers_language(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        await pages.harness.round()
        now = pages.harness.clock.now()
        agreed = Subscription(
            source_id=1,
            hub="https://hub.example/",
            topic="https://a.example/feed",
            token="t" * 43,
            callback="https://news.example.org/websub/t",
            secret="s" * 43,
            state="verified",
            lease_until=now + timedelta(days=5),
            verified_at=now,
            next_at=now + timedelta(days=4),
        )
        await pages.harness.app.in_store.write(lambda tx: tx.subscriptions.save(agreed, was=agreed))
        page = (await pages.http.get("/sources/1", headers=CHINESE)).text
        assert render_reason(Reason("websub.agreed"), "zh") in page
