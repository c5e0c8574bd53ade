"""The page of a link in a message: looking changes nothing, one press records once, and only what the link says."""

from datetime import datetime, timedelta

import pytest

from monitor.app.feedback.verdicts import key_of
from monitor.core.feedback.signed_links import open_ticket, seal_ticket
from monitor.core.model.feedback import Verdict
from monitor.ports import Transaction
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import WEB, feed, told


async def verdicts(pages: Pages) -> list[Verdict]:
    """Everything recorded, the oldest first."""
    found = await pages.harness.app.in_store.read(lambda tx: tx.verdicts.find())
    return list(reversed(found))


async def muted(pages: Pages) -> datetime | None:
    """Until when kling is muted."""
    now = pages.harness.clock.now()
    return await pages.harness.app.in_store.read(lambda tx: tx.topics.mutes(now=now).get("kling"))


async def test_looking_changes_nothing_however_often(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        links = await told(pages)
        for path in (links["not_relevant"], links["mute"]):
            for method in ("GET", "HEAD", "GET"):
                answer = await pages.http.request(method, path)
                assert answer.status_code == 200
                assert answer.headers["cache-control"] == "no-store"
                assert answer.headers["referrer-policy"] == "same-origin"
        assert await verdicts(pages) == []
        assert not await muted(pages)


async def test_a_press_records_once_and_a_second_says_what_stands(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        path = (await told(pages))["not_relevant"]
        pressed = await pages.http.post(path, data={"topic-0": "kling", "word": "  汽车  "})
        assert (pressed.status_code, pressed.headers["location"]) == (303, path)
        (said,) = await verdicts(pages)
        assert (said.story_id, said.topic, said.judgement, said.word) == (1, "kling", "not-relevant", "汽车")
        assert (said.delivery_id, said.who, len(said.mentions)) == (1, "team", 1)

        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(hours=5))
        again = await pages.http.post(path, data={"topic-0": "kling", "word": "别的"})
        assert again.status_code == 303
        assert await verdicts(pages) == [said]
        shown = (await pages.http.get(path)).text
        assert "已记录" in shown
        assert "昨天 22:00" in shown
        assert "汽车" in shown
        assert "<form" not in shown
        (proposal,) = await pages.harness.app.in_store.read(lambda tx: tx.proposals.find())
        assert (proposal.change.kind, proposal.change.words) == ("exclude", ("可灵汽车",))
        assert "过去 30 天会去掉 1 次提及，其中 0 次被判为相关；保留 0 次。" in shown
        assert "accept" not in shown, "a link's holder changes no rules"


async def test_a_story_of_two_topics_lets_one_choose(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        path = (await told(pages, "可灵与即梦同日更新", "可灵和即梦都更新了。"))["not_relevant"]
        shown = (await pages.http.get(path, headers={"Accept-Language": "en"})).text
        assert 'value="kling" checked' in shown
        assert 'value="jimeng">' in shown
        for wrong in ({"topic-0": "sora"}, {"word": "x"}):
            assert (await pages.http.post(path, data=wrong)).status_code == 400
        await pages.http.post(path, data={"topic-0": "kling", "topic-1": "jimeng", "topic-2": "sora"})
        assert [one.topic for one in await verdicts(pages)] == ["kling", "jimeng"]


async def test_mute_is_for_a_day_and_for_its_topic(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        path = (await told(pages))["mute"]
        await pages.http.post(path, data={"topic-0": "kling"})
        assert await muted(pages) == pages.harness.clock.now() + timedelta(days=1)
        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(hours=3))
        await pages.http.post(path, data={"topic-0": "kling"})
        assert await muted(pages) == pages.harness.clock.now() + timedelta(hours=21), "once"


async def test_forged_altered_and_foreign_links_open_nothing(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        token = (await told(pages))["not_relevant"].removeprefix("/f/")
        ticket = open_ticket(
            token, await pages.harness.app.in_store.read(lambda tx: key_of(pages.harness.app.settings, tx))
        )
        assert ticket is not None
        wrong = (
            token[:-1],
            token[:-1] + ("B" if token.endswith("A") else "A"),
            token + "A",
            seal_ticket(ticket, b"guess" * 8),
            "x",
            "%00",
            "密",
            "A" * 5000,
        )
        for one in wrong:
            for method in ("GET", "HEAD", "POST"):
                answer = await pages.http.request(method, f"/f/{one}")
                assert answer.status_code == 404, (one, method)
                assert "location" not in answer.headers
        assert await verdicts(pages) == []


async def test_an_expired_link_says_so(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        path = (await told(pages))["not_relevant"]
        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(days=31))
        for method in ("GET", "POST"):
            answer = await pages.http.request(method, path)
            assert answer.status_code == 410
            assert "2026-12-23" in answer.text
        assert await verdicts(pages) == []


async def test_a_story_that_retention_removed_has_nothing_to_record(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        links = await told(pages)

        def forget(tx: Transaction) -> None:
            far = pages.harness.clock.now() + timedelta(days=400)
            tx.retention.prune(entries_before=far, deliveries_before=far)

        await pages.harness.app.in_store.write(forget)
        assert (await pages.http.get(links["not_relevant"])).status_code == 410
        assert (await pages.http.post(links["not_relevant"], data={"topic-0": "kling"})).status_code == 410
        assert await verdicts(pages) == []
        assert (await pages.http.get(links["mute"])).status_code == 200
        assert (await pages.http.post(links["mute"], data={"topic-0": "kling"})).status_code == 303
        assert (await pages.http.get(links["page"], auth=("x", "secret"))).status_code == 404


async def test_foreign_text_stays_text(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        path = (await told(pages))["not_relevant"]
        await pages.http.post(path, data={"topic-0": "kling", "word": '"><img src=x onerror=alert(1)>' + "字" * 500})
        for page in (path, "/stories/1", "/feedback", "/"):
            shown = (await pages.http.get(page, auth=("x", "secret"))).text
            assert "可灵汽车工厂" in shown
            assert "<script>" not in shown
            assert "<img" not in shown
        (said,) = await verdicts(pages)
        assert len(said.word) == 80


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"word=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"topic-%d=kling" % n for n in range(60)), "application/x-www-form-urlencoded", 400),
        (b"{}", "application/json", 415),
        (b"", "", 415),
        (b"\xff\xfe=\xff", "application/x-www-form-urlencoded", 400),
    ],
)
async def test_a_body_that_is_no_small_form_is_refused(
    open_pages: OpenPages, content: bytes, media: str, status: int
) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        path = (await told(pages))["not_relevant"]
        answer = await pages.http.post(path, content=content, headers={"Content-Type": media} if media else {})
        assert answer.status_code == status
        assert await verdicts(pages) == []


async def test_no_path_leads_to_another_site(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        for path in ("/f//evil.example", "/f/..//evil.example", "//evil.example/f/x", "/f/https://evil.example"):
            answer = await pages.http.post(f"http://127.0.0.1:8765{path}", data={"topic-0": "kling"})
            assert answer.status_code in (404, 405)
            assert "evil" not in answer.headers.get("location", "")


async def test_without_a_public_address_messages_carry_no_links(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        with pytest.raises(KeyError):
            await told(pages)


async def test_links_need_no_password_and_speak_the_browsers_language(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        path = (await told(pages))["not_relevant"]
        english = (await pages.http.get(path, headers={"Accept-Language": "de, en;q=0.8, zh;q=0.5"})).text
        chinese = (await pages.http.get(path, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})).text
        assert '<html lang="en"' in english
        assert "Yes, not relevant" in english
        assert '<html lang="zh-CN"' in chinese
        assert "确认不相关" in chinese
        assert "<mark>可灵</mark>" in chinese
        assert (await pages.http.get("/style.css")).headers["content-type"].startswith("text/css")
