"""A small bar picture of a topic's mentions a day: bars and one number, readable on light and on dark."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 112, 36
"""As shown, in CSS pixels; drawn three times as large for sharp screens."""
_SCALE = 3
_GAP = 3
_DIGITS = 11
"""Height of the numbers above the last and the highest bar."""
_Colour = tuple[int, int, int, int]
_TODAY: _Colour = (76, 125, 245, 255)
_BEFORE: _Colour = (140, 160, 195, 190)
_GROUND: _Colour = (140, 160, 195, 90)
_MAX_BARS = 31


def trend_picture(values: Sequence[int]) -> bytes:
    """A transparent PNG of ``WIDTH`` × ``HEIGHT`` (times three): one bar a day, the last one strong, with its value."""
    values = list(values)[-_MAX_BARS:]
    image = Image.new("RGBA", (WIDTH * _SCALE, HEIGHT * _SCALE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    pitch = WIDTH / max(len(values), 1)
    pitch = min(pitch, 16.0)
    width = max(pitch - _GAP, 1.0)
    left = WIDTH - pitch * len(values) + (pitch - width)
    top = max(values, default=0) or 1
    for place, value in enumerate(values):
        x = left + place * pitch
        height = (HEIGHT - _DIGITS - 2) * value / top
        colour = _TODAY if place == len(values) - 1 else _BEFORE
        _draw_bar(draw, x, HEIGHT - 2 - height, width, height, colour)
        _draw_bar(draw, x, HEIGHT - 2, width, 2.0, colour if value else _GROUND)
        if place == len(values) - 1 or (value == top and place == values.index(top)):
            _draw_number(draw, value, x + width / 2, HEIGHT - 4 - height, colour)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_bar(  # noqa: PLR0917 — a rectangle has four measures
    draw: ImageDraw.ImageDraw, x: float, y: float, width: float, height: float, colour: _Colour
) -> None:
    if height <= 0:
        return
    box = [round(edge * _SCALE) for edge in (x, y, x + width, y + height)]
    draw.rectangle((box[0], box[1], max(box[2] - 1, box[0]), max(box[3] - 1, box[1])), fill=colour)


def _draw_number(draw: ImageDraw.ImageDraw, value: int, middle: float, foot: float, colour: _Colour) -> None:
    """The value above its bar, kept inside the picture."""
    shown = str(value) if value < 1_000 else f"{min(value // 1_000, 99)}k"
    # Pillow carries this face itself: no font of the system is asked for.
    face = ImageFont.load_default(size=_DIGITS * _SCALE - 2)
    half = draw.textlength(shown, font=face) / 2
    x = min(middle * _SCALE, WIDTH * _SCALE - half)
    draw.text((x, foot * _SCALE), shown, font=face, fill=colour[:3], anchor="ms")
