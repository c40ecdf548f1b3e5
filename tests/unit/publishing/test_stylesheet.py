"""Colours: enough contrast on their ground, in light and in dark, and no rule lost where they are written out."""

import itertools
import re

import pytest

from goldenthread.publishing.figures import Figure
from goldenthread.publishing.stylesheet import chart_css, flat_css, palette, standalone

SERIES = ["1", "2", "3", "4", "5", "6"]


def luminance(code: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(code[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> dict[str, str]:
    return palette(dark=request.param)


def test_dark_colours_differ_from_light_ones() -> None:
    assert palette()["ground"] == "#ffffff"
    assert luminance(palette(dark=True)["ground"]) < 0.02
    assert set(palette()) == set(palette(dark=True))


def test_text_is_readable(colours: dict[str, str]) -> None:
    assert contrast(colours["text"], colours["ground"]) >= 7
    assert contrast(colours["muted"], colours["ground"]) >= 7


@pytest.mark.parametrize("name", [*SERIES, "context", "axis", "outline", "whisker"])
def test_every_line_and_mark_stands_out_from_its_ground(colours: dict[str, str], name: str) -> None:
    least = 2.9 if name in {"4", "6"} and colours["ground"] == "#ffffff" else 3
    # The Analysis Function's orange and light purple are about 3:1 on white: enough for a line, never used for text.
    assert contrast(colours[name], colours["ground"]) >= least


def test_the_two_ends_of_a_gap_are_told_apart_by_more_than_hue(colours: dict[str, str]) -> None:
    assert contrast(colours["1"], colours["2"]) >= 1.3


def test_shades_of_a_map_run_one_way_and_are_told_from_their_neighbours(colours: dict[str, str]) -> None:
    away = [contrast(colours[f"seq-{shade}"], colours["ground"]) for shade in range(1, 6)]
    assert away == sorted(away)
    for one, other in itertools.pairwise(range(1, 6)):
        assert contrast(colours[f"seq-{one}"], colours[f"seq-{other}"]) >= 1.35


def test_the_light_palette_is_that_of_the_analysis_function() -> None:
    codes = [palette()[name].upper() for name in SERIES]
    assert codes == ["#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"]


def test_forced_colours_and_print_are_provided_for() -> None:
    css = chart_css()
    for query in ("screen and (prefers-color-scheme: dark", "forced-colors: active", "print", "min-width: 40.0625em"):
        assert f"@media ({query})" in css or f"@media {query}" in css


def test_rules_written_out_hold_no_variable_and_every_class(figures: dict[str, Figure]) -> None:
    flat = flat_css()
    assert "var(" not in flat
    assert "@media" not in flat
    defined = set(re.findall(r"\.(gt-c-[a-z0-9-]+)", flat))
    used = {
        name
        for figure in figures.values()
        for value in re.findall(r'class="([^"]+)"', figure.svg_wide)
        for name in value.split()
    }
    assert used - {"gt-c", "gt-c--wide"} <= defined
    assert ".gt-c-fill-1{fill: #12436d" in flat
    assert ".gt-c-fill-1{fill: #62a6e3" in flat_css(dark=True)


def test_a_picture_can_stand_alone(figures: dict[str, Figure]) -> None:
    alone = standalone(figures["dots"].svg_wide, font_family="Some Font")
    assert alone.count("<style>") == 1
    assert 'font-family:"Some Font"' in alone
