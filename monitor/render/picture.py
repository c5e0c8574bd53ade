"""A small bar picture of a topic's mentions a day: bars and one number, readable on light and on dark."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 112, 28
"""As shown, in CSS pixels; drawn three times as large for sharp screens."""
_SCALE = 3
_GAP = 3
_DIGITS = 22
"""Room for the number at the right."""
_TODAY = (59, 110, 235, 255)
_BEFORE = (140, 160, 195, 190)
_GROUND = (140, 160, 195, 90)
_MAX_BARS = 31


def trend_picture(values: Sequence[int]) -> bytes:
    """A transparent PNG of ``WIDTH`` × ``HEIGHT`` (times three): one bar a day, the last one strong, with its value."""
    values = list(values)[-_MAX_BARS:]
    image = Image.new("RGBA", (WIDTH * _SCALE, HEIGHT * _SCALE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    room = WIDTH - _DIGITS
    pitch = min(room / max(len(values), 1), 14.0)
    width = max(pitch - _GAP, 1.0)
    left = room - pitch * len(values)
    top = max(values, default=0) or 1
    for place, value in enumerate(values):
        x = left + place * pitch
        height = (HEIGHT - 6) * value / top
        colour = _TODAY if place == len(values) - 1 else _BEFORE
        _bar(draw, x, HEIGHT - 2 - height, width, height, colour)
        _bar(draw, x, HEIGHT - 2, width, 1.0, colour if value else _GROUND)
    if values:
        _number(draw, values[-1])
    out = BytesIO()
    # A small palette would lose the soft edges; these files stay below 2 kB as they are.
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _bar(  # noqa: PLR0917 — a rectangle has four measures
    draw: ImageDraw.ImageDraw, x: float, y: float, width: float, height: float, colour: tuple[int, int, int, int]
) -> None:
    if height <= 0:
        return
    box = [round(edge * _SCALE) for edge in (x, y, x + width, y + height)]
    box[2] = max(box[2] - 1, box[0])
    box[3] = max(box[3] - 1, box[1])
    draw.rectangle(box, fill=colour)


def _number(draw: ImageDraw.ImageDraw, value: int) -> None:
    shown = str(value) if value < 1_000 else f"{min(value // 1_000, 99)}k"
    # Pillow carries this face itself: no font of the system is asked for.
    face = ImageFont.load_default(size=12 * _SCALE if len(shown) < 3 else 10 * _SCALE)
    draw.text(((WIDTH - _DIGITS + 4) * _SCALE, (HEIGHT - 1) * _SCALE), shown, font=face, fill=_TODAY, anchor="ls")
