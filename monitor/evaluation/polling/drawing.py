"""A drawing as values, and the same drawing as an SVG document or a PNG picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Literal, assert_never
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

_SCALE = 2
"""PNG pixels a unit: sharp on screens of today."""
_SMOOTH = 2
"""Pillow draws lines with steps; drawn larger and shrunk they are smooth."""
_FONT = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif"
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through points."""

    points: Sequence[Point]
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A filled circle."""

    at: Point
    colour: str
    radius: float = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words on a base line; Latin letters and digits only, for the face that Pillow carries knows no others."""

    at: Point
    text: str
    colour: str = "#333333"
    size: float = 13.0
    anchor: Anchor = "start"


Shape = Stroke | Dot | Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Shapes on white paper, later ones over earlier ones."""

    width: int
    height: int
    shapes: Sequence[Shape]


def as_svg(drawing: Drawing) -> str:
    """An SVG 1.1 document."""
    size = f'width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *map(_svg_element, drawing.shapes),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _svg_element(shape: Shape) -> str:
    match shape:
        case Stroke(points=points, colour=colour, width=width, dashed=dashed):
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            dash = f' stroke-dasharray="{4 * width:g} {3 * width:g}"' if dashed else ""
            return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dash}/>'
        case Dot(at=(x, y), colour=colour, radius=radius):
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}"/>'
        case Label(at=(x, y), text=text, colour=colour, size=size, anchor=anchor):
            where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
            return f'<text {where} fill="{colour}" font-size="{size:g}">{escape(text)}</text>'
        case _:
            assert_never(shape)


def as_png(drawing: Drawing) -> bytes:
    """A PNG picture, twice as many pixels as the drawing has units."""
    size = (drawing.width * _SCALE, drawing.height * _SCALE)
    large = Image.new("RGB", (size[0] * _SMOOTH, size[1] * _SMOOTH), "#ffffff")
    pen = ImageDraw.Draw(large)
    for shape in drawing.shapes:
        _draw_shape(pen, shape)
    picture = large.resize(size, Image.Resampling.LANCZOS)
    # Words are hinted for the size they are read at, so they come last.
    pen = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        if isinstance(shape, Label):
            face = ImageFont.load_default(size=shape.size * _SCALE)
            x, y = shape.at
            pen.text((x * _SCALE, y * _SCALE), shape.text, fill=shape.colour, font=face, anchor=_ANCHORS[shape.anchor])
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_shape(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    large = _SCALE * _SMOOTH
    match shape:
        case Stroke(points=points, colour=colour, width=width, dashed=dashed):
            for piece in _split_dashes(points, width) if dashed else [points]:
                path = [(x * large, y * large) for x, y in piece]
                pen.line(path, fill=colour, width=max(round(width * large), 1), joint="curve")
        case Dot(at=(x, y), colour=colour, radius=radius):
            edges = [(edge + sign * radius) * large for sign in (-1, 1) for edge in (x, y)]
            pen.ellipse(edges, fill=colour)
        case Label():
            pass
        case _:
            assert_never(shape)


def _split_dashes(points: Sequence[Point], width: float) -> list[list[Point]]:
    """The pieces of a dashed line: four widths of it, three of gap."""
    pieces: list[list[Point]] = []
    period, dash = 7 * width, 4 * width
    for (x, y), (to_x, to_y) in pairwise(points):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        for number in range(int(length // period) + 1):
            start, end = number * period, min(number * period + dash, length)
            if length and start < end:
                pieces.append([(x + (to_x - x) * at / length, y + (to_y - y) * at / length) for at in (start, end)])
    return pieces
