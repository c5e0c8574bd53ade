"""A page is shown with what selectors find, and without anything that runs or loads."""

from monitor.core.model.sources import Selectors
from monitor.core.parse.mark_items import mark_items

PAGE = b"""<html><head><script>x()</script><meta http-equiv=refresh content="0;url=/"><link rel=stylesheet href=/a.css>
</head><body onload="x()"><ul><li class=n><a href=/1>Ferry sails again</a><i>1 May</i></li>
<li class=n><a href=/2 onclick="x()">Crane falls</a></li></ul>
<iframe srcdoc="<b>"></iframe><p>Imprint</p></body></html>"""


def test_items_and_their_parts_are_outlined() -> None:
    shown = mark_items(PAGE, "text/html", Selectors(item="li.n", title="a", date="i"))
    assert shown.count("outline:3px solid") == 2
    assert shown.count("outline:2px dashed") == 3
    assert "Imprint" in shown


def test_nothing_that_runs_or_loads_is_left() -> None:
    shown = mark_items(PAGE, "text/html", Selectors(item="li.n"))
    for part in ("<script", "<meta", "<link", "<iframe", "onload", "onclick", "srcdoc"):
        assert part not in shown


def test_selectors_that_cannot_be_read_outline_nothing_and_the_page_is_shown() -> None:
    assert "outline" not in mark_items(PAGE, "text/html", Selectors(item="li[["))
    assert "Ferry sails again" in mark_items(PAGE, "text/html", Selectors(item=""))
