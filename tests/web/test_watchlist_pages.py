"""Watchlists edited at the pages: nobody's change is lost, and nothing of a change that was taken back is left."""

import re
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import OpenPages, Pages

LIST = """# the maker of roofs
topics:
  - {id: solara, name: Solara, aliases: [Solara]}
"""
OTHERS = LIST.replace("aliases: [Solara]", "aliases: [Solara, Solara Roofs]")
OURS = LIST.replace("aliases: [Solara]", "aliases: [Solara, Ridge Panel]")


class Lists:
    """The folder of watchlists."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, text: str, name: str = "machines") -> None:
        (self.folder / f"{name}.yaml").write_text(text, "utf-8")

    def remove(self, name: str) -> None:
        (self.folder / f"{name}.yaml").unlink()

    @property
    def text(self) -> str:
        return (self.folder / "machines.yaml").read_text("utf-8")


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    made = Lists(tmp_path)
    made.write(LIST)
    return made


def version_in(page: httpx.Response) -> str:
    found = re.search(r'name="version" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def undo(pages: Pages) -> httpx.Response:
    return await pages.http.post("/watchlists/machines/undo", data={"undo": "1"})


async def send(pages: Pages, path: str, text: str, version: str) -> httpx.Response:
    return await pages.http.post(f"/watchlists/machines{path}", data={"text": text, "version": version})


@pytest.mark.parametrize("on_the_way", [OURS, OURS.replace("]}", "]")], ids=["tried", "with a mistake"])
async def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unsaid(
    open_pages: OpenPages, lists: Lists, on_the_way: str
) -> None:
    async with open_pages() as pages:
        begun = version_in(await pages.http.get("/watchlists/machines"))
        lists.write(OTHERS)
        tried = await send(pages, "/try" if on_the_way == OURS else "", on_the_way, begun)
        refused = await send(pages, "", OURS, version_in(tried))
        assert refused.status_code == 409
        assert lists.text == OTHERS
        assert "Ridge Panel" in refused.text, "what was written is still there"
        assert pages.reloads == []
        saved = await send(pages, "", OURS, version_in(refused))
        assert (saved.status_code, lists.text) == (303, OURS), "who was told may save"


async def test_an_edit_that_is_taken_back_leaves_no_version_to_undo(open_pages: OpenPages, lists: Lists) -> None:
    async with open_pages() as pages:
        twice = await pages.http.post("/watchlists/machines/topic", data={"name": "x" * 90, "names": "Solara,\x00"})
        assert (twice.status_code, lists.text) == (400, LIST)
        nothing = await undo(pages)
        assert nothing.status_code == 400
        assert pages.reloads == []


async def test_a_version_that_cannot_be_in_force_again_is_kept(open_pages: OpenPages, lists: Lists) -> None:
    async with open_pages() as pages:
        begun = version_in(await pages.http.get("/watchlists/machines"))
        assert (await send(pages, "", OURS, begun)).status_code == 303
        lists.write(OURS.replace("solara", "ridge"))
        lists.write(LIST, "other")
        refused = await undo(pages)
        assert refused.status_code == 400, "both files would have the topic"
        assert "ridge" in lists.text
        lists.remove("other")
        assert (await undo(pages)).status_code == 303
        assert lists.text == LIST


async def test_a_rule_that_no_page_of_ours_wrote_is_refused_in_words(open_pages: OpenPages, lists: Lists) -> None:
    async with open_pages() as pages:
        for rule in ("nonsense", "exclude", "exclude\tSolara"):
            answer = await pages.http.post("/watch/save", data={"name": "Solara Roofs", "rule": rule})
            assert answer.status_code == 400, rule
        assert lists.text == LIST
