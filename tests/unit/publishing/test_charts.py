"""Every chart: well formed, named, escaped, within its paper, coloured by class, and complete in words."""

import re
from xml.etree import ElementTree

import pytest
from tests.factories.made_up_figures import AWKWARD, estimate, figures, series

from goldenthread.core.estimates import Estimate
from goldenthread.publishing import charts
from goldenthread.publishing.charts import Caption
from goldenthread.publishing.charts.axes import Axis, tick_step, widen
from goldenthread.publishing.charts.drawing import spread, text_width, wrap
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.stylesheet import chart_css

KINDS = list(figures())
SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("chart", "A title that says something")


def pictures(figure: Figure) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(figure.svg_wide), ElementTree.fromstring(figure.svg_narrow)]


@pytest.fixture(params=KINDS)
def figure(request: pytest.FixtureRequest, figures: dict[str, Figure]) -> Figure:
    return figures[request.param]


def test_is_well_formed_and_named_for_assistive_technology(figure: Figure) -> None:
    for picture, layout in zip(pictures(figure), ("wide", "narrow"), strict=True):
        title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert picture.get("role") in {"img", "group"}
        assert title is not None
        assert title.text == figure.title
        assert title.get("id") == picture.get("aria-labelledby") == f"chart-{layout}-title"
        assert description is not None
        assert description.text == figure.alternative_text
        assert description.get("id") == picture.get("aria-describedby") == f"chart-{layout}-desc"


def test_identifiers_are_not_used_twice_on_a_page(figure: Figure) -> None:
    identifiers = re.findall(r'\bid="([^"]+)"', figure.svg_wide + figure.svg_narrow)
    assert len(identifiers) == len(set(identifiers)) == 4


def test_has_no_style_or_script_that_a_content_security_policy_forbids(figure: Figure) -> None:
    for picture in pictures(figure):
        for element in picture.iter():
            assert element.tag.removeprefix(SVG) not in {"style", "script", "foreignObject"}
            assert not {"style", "fill", "stroke"} & set(element.attrib)
            assert not [name for name in element.attrib if name.startswith("on")]


def test_every_class_is_in_the_style_sheet(figure: Figure) -> None:
    styled = set(re.findall(r"\.(gt-c[a-z0-9-]*)", chart_css()))
    used = {
        name for value in re.findall(r'class="([^"]+)"', figure.svg_wide + figure.svg_narrow) for name in value.split()
    }
    assert used <= styled


def test_text_is_never_in_a_series_colour(figure: Figure) -> None:
    for picture in pictures(figure):
        for text in picture.iter(f"{SVG}text"):
            assert text.get("class") in {"gt-c-text", "gt-c-strong", "gt-c-muted", "gt-c-halo", "gt-c-halo-strong"}


def test_text_stays_on_the_paper(figure: Figure) -> None:
    for picture in pictures(figure):
        width, height = (float(number) for number in picture.get("viewBox", "").split()[2:])
        for text in picture.iter(f"{SVG}text"):
            x, y, size = (float(text.get(name, "nan")) for name in ("x", "y", "font-size"))
            room = text_width(text.text or "", size)
            left = {"start": x, "middle": x - room / 2, "end": x - room}[text.get("text-anchor", "start")]
            assert left >= -4, text.text
            assert left + room <= width + 4, text.text
            assert size * 0.6 <= y <= height, text.text


def test_labels_of_the_narrow_drawing_are_as_large_as_body_text(figure: Figure) -> None:
    sizes = [float(text.get("font-size", "0")) for text in pictures(figure)[1].iter(f"{SVG}text")]
    assert sizes
    assert min(sizes) >= 15
    assert 'viewBox="0 0 320 ' in figure.svg_narrow


def test_texts_do_not_lie_upon_each_other(figure: Figure) -> None:
    for picture in pictures(figure):
        boxes = []
        for text in picture.iter(f"{SVG}text"):
            x, y, size = (float(text.get(name, "nan")) for name in ("x", "y", "font-size"))
            room = text_width(text.text or "", size) * 0.85
            left = {"start": x, "middle": x - room / 2, "end": x - room}[text.get("text-anchor", "start")]
            boxes.append((left, left + room, y - size * 0.7, y, text.text))
        for index, (left, right, top, bottom, words) in enumerate(boxes):
            for other_left, other_right, other_top, other_bottom, other in boxes[index + 1 :]:
                apart = right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
                assert apart, f"“{words}” lies upon “{other}”"


def test_awkward_names_are_escaped_and_told_whole(figures: dict[str, Figure]) -> None:
    for kind in ("dumbbell", "dots", "milestones"):
        figure = figures[kind]
        assert AWKWARD in figure.alternative_text
        assert AWKWARD in [row[0] for row in figure.table.rows]
        assert "<under" not in figure.svg_wide


def test_every_value_is_in_the_alternative_text_and_in_the_table(figures: dict[str, Figure]) -> None:
    told = figures["dumbbell"].alternative_text
    for words in ("34.2% (between 31.7 and 36.7)", "9.1% (between 7.9 and 10.3)", "council average 20.3%"):
        assert words in told
    name, unit, *numbers = figures["dumbbell"].table.rows[0]
    assert (name, unit) == (AWKWARD, "%")
    assert numbers == pytest.approx([34.2, 31.7, 36.7, 9.1, 7.9, 10.3, 20.3])


@pytest.mark.parametrize("kind", ["dumbbell", "dots", "fifths", "trend", "small multiples", "slope", "neighbours"])
def test_an_interval_is_drawn_where_there_is_one_and_the_figure_says_what_it_is(
    figures: dict[str, Figure], kind: str
) -> None:
    for svg in (figures[kind].svg_wide, figures[kind].svg_narrow):
        assert re.search(r'class="gt-c-(interval|whisker|band)', svg)
    assert "95% interval" in figures[kind].note


def test_without_intervals_nothing_is_drawn_or_said_of_them() -> None:
    figure = charts.dot_and_interval(CAPTION, [charts.Dot("A", estimate(1)), charts.Dot("B", estimate(2))], unit="%")
    assert "interval" not in figure.svg_wide.split("</desc>")[1]
    assert figure.note == ""
    assert [column.name for column in figure.table.columns] == ["Name", "Value (%)"]


def test_a_reason_stands_where_a_value_is_missing(figures: dict[str, Figure]) -> None:
    assert "too few people to say" in figures["dots"].svg_narrow
    assert "Roma: too few people to say" in figures["dots"].alternative_text
    with pytest.raises(ValueError, match="say why"):
        charts.Dot("Roma", None)


def test_the_longest_interval_is_drawn_to_scale() -> None:
    dots = [charts.Dot("A", estimate(10, 10)), charts.Dot("B", estimate(10, 5))]
    picture = pictures(charts.dot_and_interval(CAPTION, dots, unit="%"))[0]
    lengths = [
        float(line.get("x2", "nan")) - float(line.get("x1", "nan"))
        for line in picture.iter(f"{SVG}line")
        if "interval" in line.get("class", "")
    ]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=0.3)


def test_bars_start_at_zero_and_their_lengths_are_their_values() -> None:
    bars = [charts.Bar("A", estimate(30)), charts.Bar("B", estimate(10))]
    picture = pictures(charts.bars_by_fifth(CAPTION, bars, unit="%"))[0]
    heights = [float(rect.get("height", "nan")) for rect in picture.iter(f"{SVG}rect")]
    assert heights[0] == pytest.approx(3 * heights[1], abs=0.3)


def test_rows_of_several_units_are_refused_on_one_scale() -> None:
    rows = [
        charts.GapRow("A", estimate(1), estimate(2), "%", 1, 1.5),
        charts.GapRow("B", estimate(1), estimate(2), "years", 1),
    ]
    with pytest.raises(ValueError, match=r"different units \(%, years\)"):
        charts.dumbbell(CAPTION, rows)
    with pytest.raises(ValueError, match="“B” has no average"):
        charts.dumbbell(CAPTION, rows, scale="average")


def test_a_divided_scale_still_prints_the_values_as_measured(figures: dict[str, Figure]) -> None:
    words = [text.text for text in pictures(figures["dumbbell of many units"])[0].iter(f"{SVG}text")]
    assert {"73.2", "83.5", "£512", "£688"} <= set(words)


def test_a_line_is_broken_where_a_period_is_missing() -> None:
    figure = charts.trend(CAPTION, [series("A", [1, 2, None, 4, 5])], unit="%")
    assert figure.svg_wide.count('class="gt-c-line-1"') == 2
    assert ("A", "2018", None, None, None) in figure.table.rows


def test_a_line_with_a_period_twice_is_refused() -> None:
    moment = charts.Moment("2020", 2020, estimate(1))
    with pytest.raises(ValueError, match="comes twice"):
        charts.Series("A", (moment, moment))


def test_five_lines_are_sent_to_small_multiples() -> None:
    with pytest.raises(ValueError, match="small multiples"):
        charts.trend(CAPTION, [series(str(index), [1.0, 2.0]) for index in range(5)], unit="%")


def test_the_verdict_is_drawn_and_told(figures: dict[str, Figure]) -> None:
    assert figures["trend"].alternative_text.endswith("No clear change in the gap.")
    assert "No clear change" in figures["trend"].svg_wide.split("</desc>")[1]


def test_icons_are_as_many_as_counted() -> None:
    figure = charts.icon_array(CAPTION, 10, 17, counted="kept", others="not kept")
    assert figure.svg_wide.count('class="gt-c-fill-1"') == 10 + 1  # and one in the key
    assert figure.svg_narrow.count('class="gt-c-hollow"') == 7 + 1
    with pytest.raises(ValueError, match="101"):
        charts.icon_array(CAPTION, 1, 101, counted="kept", others="not kept")


def test_milestones_say_how_late_they_were(figures: dict[str, Figure]) -> None:
    told = figures["milestones"].alternative_text
    assert "Done 20 October 2025, on time" in told
    assert "Late: due 1 February 2026" in told
    assert "Dropped: was due 1 January 2026" in told


def test_a_strip_marks_exactly_one_as_ours() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        charts.strip_of_neighbours(CAPTION, [charts.Neighbour("A", estimate(1))], unit="%")


def test_nothing_to_draw_is_an_error_in_words() -> None:
    with pytest.raises(ValueError, match="no value to draw"):
        charts.dot_and_interval(CAPTION, [charts.Dot("A", None, "withheld")], unit="%")


@pytest.mark.parametrize(("low", "high"), [(0, 1), (71.3, 86.8), (-4, 9), (0.001, 0.0023), (5, 5), (0, 250_000)])
def test_axes_hold_their_values_and_have_few_round_ticks(low: float, high: float) -> None:
    ends = widen(low, high, from_zero=False)
    assert ends[0] <= low
    assert ends[1] >= high
    ticks = Axis(*ends, 0, 100).ticks(5)
    assert 3 <= len(ticks) <= 9
    step = tick_step(*ends, 5)
    assert all(abs(tick / step - round(tick / step)) < 1e-6 for tick in ticks)


def test_labels_are_moved_apart_in_order() -> None:
    assert spread([12, 10, 11, 80], [10, 10, 5, 10], 0, 100) == [25, 10, 20, 80]
    assert spread([95, 96], [10, 20], 0, 100) == [70, 80]
    assert spread([5, 5, 5], [10, 10, 10], 0, 20) == [0, 10, 20]


def test_a_long_label_is_wrapped_and_cut() -> None:
    lines = wrap("one two three four five six seven eight nine ten", 60, 15, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_an_estimate_without_interval_keeps_its_reason() -> None:
    figure = charts.bars_by_fifth(
        CAPTION,
        [charts.Bar("A", Estimate(1.0, None, reason="none")), charts.Bar("B", None, missing="too few to say")],
        unit="%",
    )
    assert ("B", None, "too few to say") in figure.table.rows


def test_labels_hold_apart_in_a_picture_of_hard_cases() -> None:
    long = "Pupils eligible for free school meals who reach the expected standard in reading"
    lines = [series(name, [20.0, 20.1, 20.2]) for name in ("Most deprived fifth", "Kensington and Chelsea", "England")]
    bars = [
        charts.Bar(name, estimate(value, 1)) for name, value in zip(charts.FIFTH_NAMES, (-3, -1, 0, 2, 4), strict=True)
    ]
    rows = [
        charts.GapRow(f"{long} {index}", estimate(0.5 + index, 0.4), estimate(0.4 + index, 0.1), "per 100,000", 1, 0.45)
        for index in range(8)
    ]
    others = [
        charts.Neighbour(f"Bournemouth, Christchurch and Poole {index}", estimate(1 + index)) for index in range(9)
    ]
    for figure in (
        charts.trend(CAPTION, lines, unit="per 100,000", verdict="There has been no clear change in the gap"),
        charts.bars_by_fifth(CAPTION, bars, unit="%", average=charts.Reference("Kensington and Chelsea", 1)),
        charts.dumbbell(CAPTION, rows, scale="average"),
        charts.strip_of_neighbours(
            CAPTION,
            [charts.Neighbour("Kensington and Chelsea", estimate(1, 0.4), is_ours=True), *others],
            unit="per 100,000",
            reference=("England", 4.0),
        ),
        charts.small_multiples(CAPTION, [*lines, series(long, [None, None, None])], unit="years"),
    ):
        test_text_stays_on_the_paper(figure)
        test_texts_do_not_lie_upon_each_other(figure)
