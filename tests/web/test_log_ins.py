"""Log-ins stand in the audit trail, once per address and half a day; so does who guesses too often."""

from datetime import timedelta

from monitor.core.model.operations.audit import AuditEntry, AuditFilter
from monitor.core.model.settings import WebSettings
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import feed

WITH_PASSWORD = WebSettings(password="a long enough pass phrase")


async def noted(pages: Pages) -> list[AuditEntry]:
    return list(await pages.harness.app.in_store.read(lambda tx: tx.audit.find(AuditFilter())))


async def test_a_log_in_is_one_line_however_many_pages_are_asked(open_pages: OpenPages) -> None:
    async with open_pages(web=WITH_PASSWORD) as pages:
        for _ in range(5):
            assert (await pages.http.get("/", auth=("me", WITH_PASSWORD.password))).status_code == 200
        assert (await pages.http.get("/")).status_code == 401
        (line,) = await noted(pages)
        assert (line.what, line.who, line.origin) == ("log-in to the pages", "the pages", "from 127.0.0.1")
        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(hours=13))
        await pages.http.get("/", auth=("me", WITH_PASSWORD.password))
        assert len(await noted(pages)) == 2


async def test_guessing_is_noted_when_it_is_braked_and_shows_no_password(open_pages: OpenPages) -> None:
    async with open_pages(web=WITH_PASSWORD) as pages:
        for _ in range(15):
            await pages.http.get("/", auth=("me", "open sesame"), headers={"X-Forwarded-For": "203.0.113.9"})
        (line,) = await noted(pages)
        assert (line.what, line.origin) == ("log-in refused: too many wrong passwords", "from 203.0.113.9")
        assert "sesame" not in str(line)


async def test_every_button_of_the_pages_notes_who_pressed_it_and_from_where(open_pages: OpenPages) -> None:
    web = WebSettings(user_header="x-user", proxies=("127.0.0.1/32",))
    async with open_pages(feed(), web=web) as pages:
        await pages.harness.round()
        asker = {"X-User": "ann", "X-Forwarded-For": "203.0.113.9"}
        for path, fields in (
            ("/sources/1/pause", {}),
            ("/sources/1/resume", {}),
            ("/topics/kling/mute", {}),
            ("/deliveries/sending", {"on": "0"}),
            ("/deliveries/sending", {"on": "1"}),
        ):
            answer = await pages.http.post(path, data=fields | {"sent": "1"}, headers=asker)
            assert answer.status_code == 303, path
        lines = [line for line in await noted(pages) if not line.what.startswith("log-in")]
        assert [(line.who, line.origin) for line in lines] == [("ann", "from 203.0.113.9")] * 5


async def test_a_paused_source_is_not_resumed_by_a_page_that_is_old(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        await pages.harness.round()
        await pages.http.post("/sources/1/pause", data={"sent": "1"})
        refused = await pages.http.post("/sources/1/refresh", data={"sent": "1"})
        assert refused.status_code == 400
        source = await pages.harness.app.in_store.read(lambda tx: tx.timetable.source(1))
        assert source is not None
        assert source.state == "paused"


async def test_old_lines_go_with_the_deliveries_they_are_about(open_pages: OpenPages) -> None:
    async with open_pages(web=WITH_PASSWORD) as pages:
        await pages.http.get("/", auth=("me", WITH_PASSWORD.password))
        (line,) = await noted(pages)
        gone = await pages.harness.app.in_store.write(lambda tx: tx.audit.prune(before=line.at))
        assert gone == 0
        assert await pages.harness.app.in_store.write(lambda tx: tx.audit.prune(before=line.at + timedelta(1))) == 1
        assert await noted(pages) == []
