"""The pictures of the sample council's Easy Read report, drawn here: plain shapes in two colours."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

INK, LIGHT, PAPER = "#12263a", "#9fc5e8", "#ffffff"
SIDE = 480


def draw_picture(name: str) -> bytes:
    """The picture of this name as PNG."""
    picture = Image.new("RGB", (SIDE, SIDE), PAPER)
    _PICTURES[name](ImageDraw.Draw(picture))
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _hall(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(40, 190), (240, 60), (440, 190)], fill=INK)
    for left in (70, 160, 250, 340):
        pen.rectangle([left, 210, left + 50, 380], fill=LIGHT, outline=INK, width=6)
    pen.rectangle([40, 390, 440, 430], fill=INK)


def _calendar(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle([60, 90, 420, 430], 24, fill=PAPER, outline=INK, width=12)
    pen.rectangle([60, 110, 420, 180], fill=INK)
    for left in (140, 320):
        pen.rounded_rectangle([left, 50, left + 24, 130], 10, fill=LIGHT, outline=INK, width=6)
    for row in range(3):
        for column in range(4):
            left, top = 95 + column * 78, 210 + row * 68
            pen.rectangle([left, top, left + 48, top + 42], fill=LIGHT if (row + column) % 3 else INK)


def _school(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(240, 130), (430, 90), (430, 350), (240, 400)], fill=LIGHT, outline=INK, width=10)
    pen.polygon([(240, 130), (50, 90), (50, 350), (240, 400)], fill=PAPER, outline=INK, width=10)
    for top in (160, 210, 260):
        pen.line([(85, top), (205, top + 22)], fill=INK, width=8)
        pen.line([(275, top + 22), (395, top)], fill=INK, width=8)


def _answer(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle([50, 70, 430, 330], 50, fill=LIGHT, outline=INK, width=12)
    pen.polygon([(130, 325), (130, 430), (230, 325)], fill=INK)
    pen.line([(150, 200), (215, 265), (340, 135)], fill=INK, width=34, joint="curve")


def _gap(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([90, 220, 200, 420], fill=LIGHT, outline=INK, width=8)
    pen.rectangle([280, 70, 390, 420], fill=INK)
    pen.line([(40, 424), (440, 424)], fill=INK, width=10)


def _one_in_four(pen: ImageDraw.ImageDraw) -> None:
    for place in range(4):
        left = 25 + place * 112
        fill = INK if place == 0 else LIGHT
        pen.ellipse([left + 20, 110, left + 80, 170], fill=fill, outline=INK, width=6)
        pen.rounded_rectangle([left, 185, left + 100, 400], 40, fill=fill, outline=INK, width=6)


def _telephone(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle([140, 50, 340, 430], 36, fill=PAPER, outline=INK, width=14)
    pen.rectangle([165, 100, 315, 350], fill=LIGHT)
    pen.ellipse([222, 370, 258, 406], fill=INK)


_PICTURES: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "hall": _hall,
    "calendar": _calendar,
    "school": _school,
    "answer": _answer,
    "gap": _gap,
    "one in four": _one_in_four,
    "telephone": _telephone,
}
