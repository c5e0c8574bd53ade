"""What a page says of a mistake, or of a hub, it says in the language of the page."""

import html
from datetime import timedelta

import pytest

from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.model.languages import Language
from monitor.core.model.subscriptions import Subscription
from tests.web.conftest import OpenPages
from tests.web.harness import AUTH, WEB, feed, told

CHINESE = {"Accept-Language": "zh"}


async def test_a_query_that_is_wrong_is_told_alike_by_search_and_wizard(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        said = []
        for path, name in (("/search", "q"), ("/watch", "query")):
            answer = await pages.http.get(path, params={name: "kling AND ("}, headers=CHINESE)
            assert answer.status_code == 400
            said.append(answer.text.partition("第 ")[2].partition("<")[0].strip())
        assert said[0] == said[1] != ""


@pytest.mark.parametrize(
    ("path", "fields", "key"),
    [
        ("/stories/1/merge", {"other": "99"}, "no-story"),
        ("/stories/1/merge", {"other": "1"}, "one-story"),
        ("/stories/1/split", {"report": "99"}, "no-such-report"),
        ("/deliveries/1/retry", {}, "sent-already"),
        ("/deliveries/99/retry", {}, "no-delivery"),
        ("/settings/tokens", {"name": "a/b", "scope": "read"}, "token-name"),
        ("/settings/tokens/revoke", {"name": "gone"}, "no-token"),
    ],
)
async def test_what_a_button_cannot_do_is_told_in_the_readers_language(
    open_pages: OpenPages, path: str, fields: dict[str, str], key: str
) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        answer = await pages.http.post(path, data=fields | {"sent": "1"}, headers=CHINESE, auth=AUTH)
        assert answer.status_code == 400
        values = {"id": path.split("/")[2], "ids": "99", "name": fields.get("name", "")}
        if key == "no-story":
            values["id"] = fields["other"]
        assert render_reason(Reason(f"refused.{key}", **values), "zh") in html.unescape(answer.text)


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


async def test_why_a_name_counts_is_told_in_the_readers_language(open_pages: OpenPages) -> None:
    """It is stored as a reason, not as the sentence of one language."""
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        languages: tuple[Language, ...] = ("zh", "en")
        for language in languages:
            page = (await pages.http.get("/stories/1", headers={"Accept-Language": language}, auth=AUTH)).text
            assert render_reason(Reason("match.sure", first="可灵"), language) in html.unescape(page)


async def test_why_an_address_is_none_is_told_in_the_readers_language(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        url = {"url": "htp://town.example"}
        why = render_reason(Reason("refused.address-meant", address="http://town.example"), "zh")
        for answer in (
            await pages.http.get("/sources/add", params=url, headers=CHINESE),
            await pages.http.post("/sources/selectors", data=url, headers=CHINESE),
        ):
            assert answer.status_code == 400
            assert why in html.unescape(answer.text)
