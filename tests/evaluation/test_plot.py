"""The picture of polling, where matplotlib is there to draw it."""

import itertools
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageColor

from monitor.evaluation.polling.plot import draw_chart, picture_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

pytest.importorskip("matplotlib")
LINES = {"fixed": [100.0, 10.0], "adaptive": [50.0, 9.9], "miniflux": [90.0, 9.8], "poisson_bound": [5.0, 0.0]}


@pytest.fixture
def figure() -> "Figure":
    """Four curves over three budgets."""
    return draw_chart([1, 3, 10], {name: [*line, line[-1]] for name, line in LINES.items()})


def test_the_picture_has_a_line_for_each_policy_inside_its_axes(figure: "Figure") -> None:
    """Longer delays stand higher up, a delay of nothing at the lowest step, and nothing is drawn beyond the edge."""
    (axes,) = figure.axes
    drawn = {str(line.get_label()).partition(":")[0]: np.asarray(line.get_ydata()) for line in axes.get_lines()}
    assert set(drawn) == {"fixed interval", "Miniflux's rule", "learnt posting rate (ours)", "bound in hindsight"}
    assert drawn["fixed interval"][0] > drawn["learnt posting rate (ours)"][0]
    low, high = axes.get_ylim()
    assert all(low <= value <= high for line in drawn.values() for value in line)
    assert min(drawn["bound in hindsight"]) == 0.1
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["1", "3", "10"]


@pytest.mark.parametrize("ends", [[20.0] * 4, [20.0, 20.5, 19.8, 900.0], [0.0, 1e6, 5.0, 5.1]])
def test_the_labels_of_lines_that_end_together_stand_apart(ends: list[float]) -> None:
    """Each in a line of its own, right of the lines, on the paper."""
    figure = draw_chart([1, 4], {name: [80.0, end] for name, end in zip(LINES, ends, strict=True)})
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.legends[0].get_texts()]
    assert len(boxes) == 4
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert all(figure.axes[0].get_window_extent().x1 < box.x0 and box.x1 <= figure.bbox.x1 for box in boxes)


def test_the_picture_is_a_document_or_an_image_and_the_same_each_time(figure: "Figure") -> None:
    """Well-formed SVG with every word as text; a PNG that shows every line's colour."""
    root = ElementTree.fromstring(picture_of(figure, "svg"))  # noqa: S314 # our own text
    words = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"How late are entries seen?", "fixed interval: 10 min", "bound in hindsight: 0.1 min", "3"} <= words
    assert picture_of(figure, "svg") == picture_of(figure, "svg")
    picture = Image.open(BytesIO(picture_of(figure, "png")))
    assert (picture.format, picture.size) == ("PNG", (1350, 750))
    colours = {colour for _, colour in picture.convert("RGB").getcolors(2**20) or ()}
    for line in figure.axes[0].get_lines():
        assert ImageColor.getrgb(str(line.get_color())) in colours
