"""``/digests/ID``: a digest that went out, in the browser, for those who may see the pages."""

from datetime import timedelta

from monitor.app.digests.open import open_now
from monitor.core.model.deliveries import Digest
from monitor.ports import Transaction
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import AUTH, WEB, feed, told


async def _open(pages: Pages) -> Digest:
    app = pages.harness.app
    name = app.settings.digests[0].name

    def opened(tx: Transaction) -> Digest:
        return open_now(app, name, tx)

    return await app.in_store.write(opened)


async def test_a_digest_reads_as_its_mail_did_behind_the_password(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(minutes=1))
        digest = await _open(pages)
        assert (await pages.http.get(f"/digests/{digest.id}.html")).status_code == 401
        page = await pages.http.get(f"/digests/{digest.id}.html", auth=AUTH)
        assert page.status_code == 200
        assert "可灵汽车工厂" in page.text
        assert "<script>alert" not in page.text
        policy = page.headers["content-security-policy"]
        assert "style-src 'unsafe-inline'" in policy
        assert "default-src 'none'" in policy


async def test_a_digest_that_is_not_there_is_said(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        for number in ("999", "x"):
            assert (await pages.http.get(f"/digests/{number}")).status_code == 404
