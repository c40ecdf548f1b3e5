"""Colours a council may choose, held to the contrast that people with low vision need."""

import re

WHITE = "#ffffff"
INK = "#0b0c0c"
NIGHT = "#14161a"
"""The page's background in dark mode (gt-night in the stylesheet)."""

TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA): text against its background."""


def relative_luminance(colour: str) -> float:
    """The relative luminance of a `#rrggbb` colour, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two `#rrggbb` colours, from 1 to 21."""
    lighter, darker = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_colour(text: str) -> bool:
    """Whether the text is a six-digit hexadecimal colour such as `#12436d`."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def mix(colour: str, other: str, share: float) -> str:
    """A colour with a share (0 to 1) of another mixed in."""
    pairs = ((int(colour[start : start + 2], 16), int(other[start : start + 2], 16)) for start in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def readable_on(background: str, colour: str) -> str:
    """The colour, moved towards white or ink in twentieths until text in it can be read on the background."""
    target = WHITE if relative_luminance(background) < 0.18 else INK
    for step in range(21):
        candidate = mix(colour, target, step / 20)
        if contrast(candidate, background) >= TEXT_CONTRAST:
            return candidate
    return target
