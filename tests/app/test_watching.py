"""A watched page reports the paragraphs that changed, each change once."""

from monitor.core.model.filters import MentionFilter
from monitor.core.model.sources import SourceSpec
from tests.app.harness import Desk, DeskRules, OpenDesk

PAGE = "https://prices.example/"


def _page(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>价格公告</title></head><body><main>{body}</main></body></html>".encode()


async def _snippets(desk: Desk) -> list[str]:
    found = await desk.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter()))
    return [mention.snippet for mention in found]


async def test_only_what_changed_is_told_and_only_once(open_desk: OpenDesk) -> None:
    rules = DeskRules(specs={PAGE: SourceSpec(url=PAGE, kind="watch")})
    async with open_desk({PAGE: _page("可灵会员每月 58 元。", "即梦会员每月 69 元。")}, rules) as desk:
        await desk.round()
        before = len(await _snippets(desk))
        desk.documents[PAGE] = _page("可灵会员每月 39 元。", "即梦会员每月 69 元。")
        for _ in range(3):
            await desk.round()
        snippets = await _snippets(desk)
        assert len(snippets) == before + 1
        assert "39" in snippets[0]
        assert len(desk.team.envelopes) == 1


async def test_a_page_that_only_moves_its_paragraphs_is_silent(open_desk: OpenDesk) -> None:
    rules = DeskRules(specs={PAGE: SourceSpec(url=PAGE, kind="watch")})
    async with open_desk({PAGE: _page("可灵会员每月 58 元。", "即梦会员每月 69 元。")}, rules) as desk:
        await desk.round()
        desk.documents[PAGE] = _page("即梦会员每月 69 元。", "可灵会员每月 58 元。")
        await desk.round()
        assert desk.team.envelopes == []
