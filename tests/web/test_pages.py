"""Pages behind the password: the story with everything kept of it, verdicts, proposals with their yes and no."""

import base64
import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.operations.key_values import LAST_BACKUP, BackupNote
from monitor.core.model.settings import WebSettings
from monitor.ports import Transaction
from tests.web.conftest import OpenPages
from tests.web.harness import AUTH, WEB, feed, told

WATCHLIST = """\
# A comment that an edit keeps.
watchlist: first
topics:
  - id: kling
    name: {zh: 可灵, en: Kling}
    aliases:
      - 可灵   # the name
    examples: {match: [快手可灵发布2.0]}
  - id: jimeng
    aliases: [即梦]
sources: []
"""
GUARDED = ("/", "/stories/1", "/feedback", "/api/stories", "/api/stories/1", "/api/sources")


async def test_everything_but_links_and_health_needs_the_password(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        for path in GUARDED:
            refused = await pages.http.get(path)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"].startswith("Basic")
            assert "可灵" not in refused.text
            assert (await pages.http.get(path, auth=("x", "wrong"))).status_code == 401
            assert (await pages.http.get(path, auth=AUTH)).status_code == 200
            assert (await pages.http.get(path, headers={"Authorization": "Bearer secret"})).status_code == 200
        assert (await pages.http.post("/stories/1/verdict", data={"topic": "kling"})).status_code == 401
        assert (await pages.http.post("/api/stories/merge", json={"ids": [1, 2]})).status_code == 401


async def test_a_password_may_be_in_any_script(open_pages: OpenPages) -> None:
    async with open_pages(web=WebSettings(password="密码🔑")) as pages:
        token = base64.b64encode("me:密码🔑".encode()).decode()
        assert (await pages.http.get("/", headers={"Authorization": f"Basic {token}"})).status_code == 200
        assert (await pages.http.get("/", headers={"Authorization": "Basic !"})).status_code == 401


async def test_without_a_password_only_this_machine_is_answered(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        assert (await pages.http.get("/")).status_code == 200
        for headers in ({"Host": "evil.example"}, {"X-Forwarded-For": "203.0.113.9"}):
            assert (await pages.http.get("/", headers=headers)).status_code == 403
        assert (await pages.http.get("/healthz", headers={"Host": "evil.example"})).status_code == 200


@pytest.mark.parametrize("web", [WebSettings(), WEB])
async def test_another_sites_page_changes_nothing(open_pages: OpenPages, web: WebSettings) -> None:
    async with open_pages(feed(), web=web) as pages:
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = await pages.http.post(
                "/stories/1/verdict",
                data={"topic": "kling", "judgement": "not-relevant"},
                headers=headers,
                auth=AUTH,
            )
            assert answer.status_code == 403
            answer = await pages.http.post("/feedback/1/accept", headers=headers, auth=AUTH)
            assert answer.status_code == 403


async def test_the_story_page_shows_it_and_takes_verdicts(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages, "快手可灵 3.1 发布", "快手可灵 3.1 今天发布，会员 66 元。")
        shown = (await pages.http.get("/stories/1", auth=AUTH)).text
        for words in ("快手可灵 3.1 发布", "<mark>可灵</mark>", "报道时间线", "Outlet", "21:00"):
            assert words in shown
        assert "2026-11-23 21:00" not in re.sub(r'title="[^"]*"', "", shown), "times as people say them"
        for judgement, label in (("not-relevant", "不相关"), ("relevant", "相关")):
            answer = await pages.http.post(
                "/stories/1/verdict", data={"topic": "kling", "judgement": judgement}, auth=AUTH
            )
            assert answer.status_code == 303
            assert f'<span class="chip">{label}</span>' in (await pages.http.get("/stories/1", auth=AUTH)).text
        for wrong in (
            {"topic": "kling", "judgement": "mute"},
            {"topic": "sora", "judgement": "relevant"},
            {"judgement": "relevant"},
        ):
            assert (await pages.http.post("/stories/1/verdict", data=wrong, auth=AUTH)).status_code == 400
        assert (
            await pages.http.post("/stories/7/verdict", data={"judgement": "relevant"}, auth=AUTH)
        ).status_code == 400


async def test_of_very_many_edits_the_newest_are_shown_and_it_is_said(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages, "快手可灵 3.1 发布", "直播开始")

        def edit(tx: Transaction, minute: int) -> None:
            entry = tx.entries.get(tx.mentions.of_stories([1])[0].entry_id)
            assert entry is not None
            text = ParsedEntry(title=entry.title, url=entry.url, text=f"第{minute}分钟")
            at = pages.harness.clock.now() + timedelta(minutes=minute)
            tx.entries.update(entry.id, text, content_hash=str(minute), keys={}, now=at)

        async def shown() -> tuple[list[str], bool, str]:
            document = (await pages.http.get("/api/v1/stories/1", auth=AUTH)).json()
            page = (await pages.http.get("/stories/1", auth=AUTH)).text
            return [found["text_after"] for found in document["edits"]], document["more_edits"], page

        for minute in range(50):
            await pages.harness.app.in_store.write(partial(edit, minute=minute))
        texts, more, page = await shown()
        assert (len(texts), texts[0], texts[-1], more) == (50, "第0分钟", "第49分钟", False)
        assert "仅显示最近 50 次" not in page
        await pages.harness.app.in_store.write(partial(edit, minute=50))
        texts, more, page = await shown()
        assert (len(texts), texts[0], texts[-1], more) == (50, "第1分钟", "第50分钟", True)
        assert "仅显示最近 50 次" in page


@pytest.mark.parametrize(
    "path", ["/stories/99", "/stories/0", "/stories/x", "/stories/-1", f"/stories/{10**30}", "/no"]
)
async def test_what_is_not_there_is_a_page_that_says_so(open_pages: OpenPages, path: str) -> None:
    async with open_pages() as pages:
        answer = await pages.http.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")


async def test_a_story_that_never_was_is_not_said_to_be_gone(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        answer = await pages.http.get("/stories/99", headers={"Accept-Language": "en"})
        assert "There is no story 99 here" in answer.text
        assert "It never was, or" in answer.text


async def propose(http: httpx.AsyncClient) -> str:
    """A verdict from the story's page that proposes an exclusion; returns where it leads."""
    answer = await http.post("/stories/1/verdict", data={"topic": "kling", "judgement": "not-relevant"}, auth=AUTH)
    return answer.headers["location"]


async def test_a_yes_writes_the_rule_keeps_comments_and_reloads(open_pages: OpenPages, tmp_path: Path) -> None:
    watchlist = tmp_path / "first.yaml"
    watchlist.write_text(WATCHLIST, "utf-8")
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        assert await propose(pages.http) == "/feedback#proposal-1"
        shown = (await pages.http.get("/feedback", auth=AUTH)).text
        assert "主题「可灵」排除 「可灵汽车」" in shown
        assert "/feedback/1/accept" in shown
        assert watchlist.read_text("utf-8") == WATCHLIST, "nothing changes without a yes"
        assert pages.reloads == []

        assert (await pages.http.post("/feedback/1/accept", auth=AUTH)).status_code == 303
        assert watchlist.read_text("utf-8") == WATCHLIST.replace(
            "      - 可灵   # the name\n", "      - 可灵   # the name\n    exclude: [可灵汽车]\n"
        )
        assert len(pages.reloads) == 1
        again = await pages.http.post("/feedback/1/accept", auth=AUTH)
        assert again.status_code == 400
        assert "建议 1 已由 the pages 于" in again.text
        assert "/feedback/1/accept" not in (await pages.http.get("/feedback", auth=AUTH)).text


async def test_a_no_changes_nothing_and_is_remembered(open_pages: OpenPages, tmp_path: Path) -> None:
    watchlist = tmp_path / "first.yaml"
    watchlist.write_text(WATCHLIST, "utf-8")
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        await propose(pages.http)
        assert (await pages.http.post("/feedback/1/reject", auth=AUTH)).status_code == 303
        assert await propose(pages.http) == "/stories/1", "the same is not proposed again"
        assert (watchlist.read_text("utf-8"), pages.reloads) == (WATCHLIST, [])
        assert (await pages.http.post("/feedback/9/accept", auth=AUTH)).status_code == 400


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (WATCHLIST.replace("id: kling", "id: keling"), "has the topic kling any more"),
        (WATCHLIST.replace("快手可灵发布2.0", "可灵汽车"), "must match but does not"),
        (WATCHLIST + "nonsense: 1\n", "nonsense"),
    ],
)
async def test_a_yes_that_would_break_the_watchlist_is_taken_back(
    open_pages: OpenPages, tmp_path: Path, changed: str, why: str
) -> None:
    watchlist = tmp_path / "first.yaml"
    watchlist.write_text(changed, "utf-8")
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages)
        await propose(pages.http)
        answer = await pages.http.post("/feedback/1/accept", auth=AUTH)
        assert answer.status_code == 400
        assert why in answer.text
        assert watchlist.read_text("utf-8") == changed
        assert pages.reloads == []
        (proposal,) = await pages.harness.app.in_store.read(lambda tx: tx.proposals.find())
        assert proposal.state == "open"


async def test_pages_under_a_path_of_a_larger_site(open_pages: OpenPages) -> None:
    web = WebSettings(base_url="https://example.org/news", password="secret")
    async with open_pages(feed(), web=web) as pages:
        for path in ("/news/", "/"):
            shown = await pages.http.get(path, auth=AUTH)
            assert shown.status_code == 200
            assert 'href="/news/style.css?v=' in shown.text
        assert (await pages.http.get("/newspaper", auth=AUTH)).status_code == 404


async def test_the_settings_page_knows_the_database_and_the_last_backup_wherever_they_are(
    open_pages: OpenPages,
) -> None:
    """Both may lie outside of the state folder; the store says how large it is, and when the daemon backed it up."""
    async with open_pages(feed()) as pages:
        made_at = pages.harness.clock.now() - timedelta(days=2)
        note = BackupNote(tried_at=made_at, made_at=made_at, file="/elsewhere/news-monitor.tar.gz")
        await pages.harness.app.in_store.write(lambda tx: tx.key_values.set(LAST_BACKUP, note, now=made_at))
        text = " ".join((await pages.http.get("/settings", headers={"Accept-Language": "en"})).text.split())
        assert re.search(r"Last backup</(dt|th)> ?<(dd|td)>[^<]*21 Nov", text), text[text.find("Last backup") :][:90]
        assert re.search(r"Database</(dt|th)> ?<(dd|td)>[0-9.]+ MB", text)


async def test_a_folder_without_a_watchlist_breaks_no_page(open_pages: OpenPages) -> None:
    """Its last file was taken out: the pages that put one there are still there."""
    async with open_pages() as pages:
        assert watchlist_files(Path(pages.harness.app.settings.watchlists), blank_ok=True) == []
        for path in ("/sources/add", "/sources", "/watch?name=Solara", "/watchlists", "/start", "/sources/selectors"):
            assert (await pages.http.get(path)).status_code == 200, path
        assert (await pages.http.get("/watchlists/mine")).status_code == 404
