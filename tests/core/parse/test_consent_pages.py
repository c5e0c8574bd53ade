"""A page that asks for consent and shows nothing else is a wall; one that asks beside its text is a page."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.pages.walls import wall_of
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]


def page(*shown: str, title: str = "") -> str:
    return f"<html><head><title>{title}</title></head><body>{''.join(shown)}</body></html>"


ASKED = (
    "<p>We use cookies and data to deliver our services, to measure audiences and to show personalised ads.</p>",
    "<button>Reject all</button><button>Accept all</button><a href='/o'>More options</a>",
)


@pytest.mark.parametrize(
    "text",
    [
        page("<h1>Before you continue to the Harbour Times</h1>", *ASKED, title="Before you continue"),
        page("<h2>We value your privacy</h2>", *ASKED, title="Harbour Times"),
        page(
            "<h1>Hafenblatt mit Werbung und Tracking lesen</h1><p>Besuchen Sie das Hafenblatt wie gewohnt mit "
            "Werbung und Tracking. Einzelheiten stehen in den Datenschutzeinstellungen.</p><button>Zustimmen</button>",
            "<p>Bereits Abonnent? Hier anmelden zum Abo.</p>",
            title="Hafenblatt",
        ),
        page(
            "<h1>Votre vie privée</h1><p>Nous utilisons des cookies avec nos partenaires.</p>",
            "<button>Tout accepter</button>",
            title="Le Quai",
        ),
        page("<p>本网站使用 Cookie 改善体验。</p><button>同意并继续</button><a>隐私设置</a>", title="港口新闻"),
    ],
)
def test_a_page_that_only_asks_for_consent_is_a_wall(text: str) -> None:
    assert wall_of(text)[0] == "consent"


@pytest.mark.parametrize(
    "text",
    [
        page(
            "<h1>Ferries: all services run on time today</h1><p>The next boat leaves at six.</p>",
            *ASKED,
            title="Ferries",
        ),
        page("<h1>Cookie recipes</h1><p>Bake the cookies at noon.</p><p>Eat them warm.</p>", title="Cookie recipes"),
        page(
            "<h1>We use cookies</h1><p>This policy says which ones.</p><p>The session cookie keeps you logged in.</p>",
            title="Cookie settings",
        ),
        page(
            "<h1>Quay</h1><p>Open</p><div>We use cookies <button>Accept all</button></div>",
            title="Quay: open to all boats",
        ),
    ],
)
def test_a_page_that_asks_beside_its_text_is_a_page(text: str) -> None:
    assert wall_of(text)[0] is None


@pytest.mark.parametrize(
    "shown", ["<p>Loading…</p>", "<h1>Harbour</h1><div>Please wait...</div>", "<p>正在加载中……</p>"]
)
def test_a_page_that_is_still_being_loaded_has_no_text(parse: Parse, shown: str) -> None:
    with pytest.raises(ParseError, match="drawn by scripts"):
        parse(page(shown), kind="watch")


@pytest.mark.parametrize(
    "shown", ["<p>Loading of cars ends at six</p>", "<p>Loading…</p><p>The quay is open until ten.</p>"]
)
def test_a_page_of_which_a_part_is_being_loaded_has_text(parse: Parse, shown: str) -> None:
    assert parse(page(shown), kind="watch").entries[0].text
