"""What a watched page hides: it is no text until it is shown, unless something on the page opens it."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.change_detection.changed_paragraphs import changed_paragraphs
from monitor.core.model.entries import ParsedDocument
from monitor.core.model.sources import Selectors

Parse = Callable[..., ParsedDocument]
PAGE = "<html><head><title>Quay</title></head><body><h1>Quay</h1><p>Boats leave at four each day.</p>{}</body></html>"
STORM = "All boats stay in the harbour."


def told(parse: Parse, before: str, after: str, item: str = "") -> Sequence[str]:
    selectors = Selectors(item=item) if item else None
    texts = [parse(PAGE.format(part), kind="watch", selectors=selectors).entries[0].text for part in (before, after)]
    return changed_paragraphs(texts[0], texts[1], title="Quay")


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p hidden>{STORM}</p>",
        f"<p hidden=hidden>{STORM}</p>",
        f'<div style="color: red; Display : None"><p>{STORM}</p></div>',
        f'<p style="visibility:hidden">{STORM}</p>',
        f"<dialog><p>{STORM}</p></dialog>",
    ],
)
def test_what_is_hidden_is_no_text_until_it_is_shown(parse: Parse, hidden: str) -> None:
    assert told(parse, "", hidden) == []
    assert told(parse, hidden, f"<p>{STORM}</p>") == [STORM]


@pytest.mark.parametrize(
    "opened",
    [
        f"<p>{STORM}</p>",
        f"<p aria-hidden=true>{STORM}</p>",
        f'<p style="display:block">{STORM}</p>',
        f"<p hidden=until-found>{STORM}</p>",
        f"<details><p>{STORM}</p></details>",
        f"<dialog open><p>{STORM}</p></dialog>",
        f"<a href='#storm'>Weather</a><p hidden id=storm>{STORM}</p>",
        f"<button aria-controls='x storm'>Weather</button><p hidden id=storm>{STORM}</p>",
        f"<p role=tabpanel hidden>{STORM}</p>",
        f"<div class='tab-pane fade' style='display:none'>{STORM}</div>",
    ],
)
def test_what_a_reader_can_open_is_text(parse: Parse, opened: str) -> None:
    assert [text for text in told(parse, "", opened) if STORM in text]


def test_of_two_states_on_one_page_the_one_that_is_shown_counts(parse: Parse) -> None:
    state = "<div class=ok {}>All is well.</div><div class=bad {}>The crane is broken.</div>"
    calm, broken = state.format("", "style=display:none"), state.format("style=display:none", "")
    assert told(parse, calm, broken) == ["The crane is broken."]
    assert told(parse, calm, broken, item=".ok, .bad") == ["The crane is broken."]
    assert told(parse, broken, calm, item="div") == ["All is well."]


def test_a_page_that_is_hidden_until_its_scripts_run_is_read_whole(parse: Parse) -> None:
    page = (
        "<html><head><title>Quay</title></head><body><div id=app style='display:none'><p>{}</p></div>Quay</body></html>"
    )
    texts = [parse(page.format(part), kind="watch").entries[0].text for part in ("All is well.", STORM)]
    assert changed_paragraphs(texts[0], texts[1]) == [STORM]


def test_what_a_selector_names_is_read_although_it_is_hidden(parse: Parse) -> None:
    assert told(parse, "<i hidden id=v>1.2</i>", "<i hidden id=v>1.3</i>", item="#v") == ["1.3"]
