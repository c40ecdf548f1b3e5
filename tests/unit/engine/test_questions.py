"""The answers the invented snapshot should give, worked out by hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.factories.snapshots import (
    DEFINITIONS,
    LSOAS,
    OTHERS,
    PLACE,
    WARDS,
    make_rows,
    proportion_row,
    value_row,
    write_snapshot,
    year,
)

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Aggregation
from goldenthread.core.statistics.proportions import difference_of_proportions
from goldenthread.core.statistics.trends import Direction
from goldenthread.engine import questions
from goldenthread.engine.errors import QuestionError, StoreError
from goldenthread.engine.questions.area_profile import Comparison
from goldenthread.engine.store import Snapshot


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return write_snapshot(tmp_path_factory.mktemp("store"))


def test_the_gap_is_between_the_four_most_and_the_four_least_deprived_small_areas(snapshot: Snapshot) -> None:
    gap = questions.gap(snapshot, "poor-health")
    assert gap.period is not None
    assert gap.period.label == "2024"
    assert [fifth.number for fifth in gap.fifths.fifths] == [1, 2, 3, 4, 5]
    # In 2024 the n-th most deprived area counts 100 + 4·(21 − n) of 1,000.
    most, least = gap.most_deprived, gap.least_deprived
    assert most is not None
    assert least is not None
    assert (most.count, least.count) == (180 + 176 + 172 + 168, 116 + 112 + 108 + 104)
    assert gap.absolute is not None
    assert gap.absolute.limits is not None
    assert gap.absolute.value == pytest.approx(100 * (696 - 440) / 4000)
    newcombe = difference_of_proportions(696, 4000, 440, 4000)
    assert gap.absolute.limits.lower == pytest.approx(100 * float(newcombe.lower))
    assert gap.absolute.limits.upper == pytest.approx(100 * float(newcombe.upper))
    assert gap.relative is not None
    assert gap.relative.value == pytest.approx(696 / 440)
    assert gap.people == 256


def test_the_slope_index_of_values_on_a_straight_line_is_that_line(snapshot: Snapshot) -> None:
    gap = questions.gap(snapshot, "poor-health")
    assert gap.slope is not None
    # Twenty equal areas half a per cent apart: 0.4 points an area, over the whole of the people 8 points.
    assert gap.slope.slope.value == pytest.approx(8.0)
    assert gap.slope.slope.limits is not None


def test_the_gap_of_the_past_is_judged_by_the_same_ranking(snapshot: Snapshot) -> None:
    gap = questions.gap(snapshot, "poor-health")
    assert [point.period.label for point in gap.trend] == ["2020", "2022", "2024"]
    assert gap.verdict.direction is Direction.NARROWING
    assert questions.gap(snapshot, "poor-health", period="2020").absolute.value == pytest.approx(19.2)


def test_one_period_tells_no_trend_and_a_score_counts_nobody(snapshot: Snapshot) -> None:
    gap = questions.gap(snapshot, "greenery")
    assert gap.verdict.direction is Direction.CANNOT_TELL
    assert gap.absolute is not None
    assert gap.absolute.limits is None
    assert gap.absolute.reason == "The publisher gives none."
    # Higher is better here, and the least deprived areas have more: a disadvantage of the most deprived.
    assert gap.absolute.value == pytest.approx((36 + 37 + 38 + 39) / 4 - (20 + 21 + 22) / 3)
    assert (gap.people, gap.people_reason) == (None, "The measure does not count people.")
    assert "1 of 20 small areas have no value and are left out." in gap.notes
    assert gap.most_deprived is not None
    assert gap.most_deprived.areas_without_value == 1


def test_what_is_published_for_councils_only_has_no_gap_and_says_why(snapshot: Snapshot) -> None:
    gap = questions.gap(snapshot, "pay")
    assert gap.absolute is None
    assert gap.reason == (
        "It is published for whole councils and larger areas only, so a gap within one cannot be measured."
    )
    assert gap.verdict.direction is Direction.CANNOT_TELL
    assert questions.gap(snapshot, "nowhere").reason is not None


def test_a_national_fifth_that_is_not_here_is_said_and_makes_no_gap(snapshot: Snapshot) -> None:
    gap = questions.gap(snapshot, "poor-health", quantiles="national")
    assert [fifth.number for fifth in gap.fifths.fifths] == [1, 2, 3, 4]
    assert gap.absolute is None
    assert gap.reason == "No small area here lies in England's least deprived fifth."
    assert gap.notes == ("No small area here lies in England's fifth 5 (1 is the most deprived).",)
    assert gap.slope is not None
    with pytest.raises(QuestionError, match="not 'tenths'"):
        questions.gap(snapshot, "poor-health", quantiles="tenths")


def test_the_gap_table_has_every_indicator_with_the_strongest_first(snapshot: Snapshot) -> None:
    table = questions.gap_table(snapshot)
    assert [gap.indicator for gap in table] == ["greenery", "poor-health", "nowhere", "pay"]
    assert all(gap.absolute or gap.reason for gap in table)


def test_a_figure_that_cannot_be_added_up_shows_the_average_of_its_areas_and_the_reason(tmp_path: Path) -> None:
    refused = replace(
        DEFINITIONS["greenery"], aggregation=Aggregation.REFUSED, aggregation_reason="It cannot be added up."
    )
    other = write_snapshot(tmp_path, definitions={**DEFINITIONS, "greenery": refused})
    assert "It cannot be added up." in questions.gap(other, "greenery").notes


def test_where_the_least_deprived_are_worse_off_the_gap_is_negative_and_nobody_is_counted(tmp_path: Path) -> None:
    turned = replace(DEFINITIONS["poor-health"], polarity=Polarity.HIGHER_IS_BETTER)
    other = write_snapshot(tmp_path, definitions={**DEFINITIONS, "poor-health": turned})
    gap = questions.gap(other, "poor-health")
    assert gap.absolute is not None
    assert gap.absolute.value == pytest.approx(-6.4)
    assert gap.relative is not None
    assert gap.relative.value < 1
    assert gap.people == 0


def test_too_few_small_areas_make_no_fifths(tmp_path: Path) -> None:
    rows = make_rows()
    rows["deprivation"] = rows["deprivation"][:4]
    gap = questions.gap(write_snapshot(tmp_path, rows), "poor-health")
    assert gap.reason == "4 small areas are too few to be divided into fifths."
    assert any("16 small areas with a value have no rank" in note for note in gap.notes)


def test_area_values_are_of_the_latest_period_unless_one_is_named(snapshot: Snapshot) -> None:
    values = questions.area_values(snapshot, "poor-health", kind="lsoa21")
    assert [value.area_code for value in values] == list(LSOAS)
    assert {value.period.label for value in values} == {"2024"}
    earlier = questions.area_values(snapshot, "poor-health", kind="lsoa21", period="2020")
    assert earlier[0].count == 340
    missing = questions.area_values(snapshot, "greenery", kind="lsoa21")[3]
    assert missing.value is None
    assert missing.missing_reason == "withheld by the publisher because it concerns few people"
    with pytest.raises(QuestionError, match="no kind of area"):
        questions.area_values(snapshot, "poor-health", kind="parish")
    with pytest.raises(StoreError, match="no indicator 'unheard'"):
        questions.area_values(snapshot, "unheard", kind="lsoa21")


def test_the_latest_value_and_the_series_of_an_area(snapshot: Snapshot) -> None:
    latest = questions.latest_value(snapshot, "poor-health")
    assert latest is not None
    assert latest.count == 2840
    assert questions.latest_value(snapshot, "poor-health", OTHERS[0]) is None
    series = questions.value_series(snapshot, "poor-health", LSOAS[0])
    assert [each.period.label for each in series] == ["2020", "2022", "2024"]


def test_the_ward_gap_names_both_ends_and_what_chance_would_make(snapshot: Snapshot) -> None:
    gap = questions.ward_gap(snapshot, "poor-health")
    assert gap.worst is not None
    assert gap.best is not None
    assert (gap.worst.area_code, gap.best.area_code) == (WARDS[0], WARDS[3])
    assert gap.absolute is not None
    assert gap.absolute.value == pytest.approx(3.0)
    # Four wards of standard error about 0.47 points: Tippett's 2.06 times that.
    assert gap.expected_by_chance == pytest.approx(2.06 * 0.467, rel=0.02)
    assert questions.ward_gap(snapshot, "pay").reason == "Medians cannot be added."
    assert questions.ward_gap(snapshot, "greenery").reason == "There are no values by ward (2024)."


def test_wards_of_one_or_two_small_areas_are_named_with_what_that_means(tmp_path: Path, snapshot: Snapshot) -> None:
    assert len(questions.ward_gap(snapshot, "poor-health").notes) == 1
    rows = make_rows()
    in_last = [link for link in rows["area_links"] if link["parent_code"] == WARDS[3]]
    for link in in_last[1:]:
        link["parent_code"] = WARDS[0]
    notes = questions.ward_gap(write_snapshot(tmp_path, rows), "poor-health").notes
    assert notes[1].startswith("Ward 4: its figure is that of one or two small areas, placed there whole because")
    for value in rows["values"]:
        value["basis"] = "published"
    assert len(questions.ward_gap(write_snapshot(tmp_path, rows), "poor-health").notes) == 1


def test_groups_without_a_value_are_counted_and_never_zero(snapshot: Snapshot) -> None:
    ethnicity, sex = questions.group_gaps(snapshot, "poor-health")
    assert (ethnicity.characteristic, sex.characteristic) == ("ethnicity", "sex")
    assert ethnicity.worst is not None
    assert ethnicity.worst.group == "Asian or Asian British"
    assert ethnicity.absolute is not None
    assert ethnicity.absolute.value == pytest.approx(20 - 2000 / 170)
    assert "1 of 3 groups have no value, which is not zero." in ethnicity.notes
    assert sex.verdict.direction is Direction.CANNOT_TELL
    assert len(questions.group_values(snapshot, "poor-health", characteristic="sex")) == 2


def test_a_gap_between_groups_that_closes_is_said_to_narrow(tmp_path: Path) -> None:
    rows = make_rows()
    for period, women, men in ((2018, 3500, 1400), (2020, 2600, 1380), (2022, 2000, 1360)):
        for group, count in (("Women", women), ("Men", men)):
            named = {"characteristic": "sex", "group": group, **year(period)}
            rows["values"].append(proportion_row("poor-health", PLACE, "district", count, 10_000, **named))
    sex = questions.group_gaps(write_snapshot(tmp_path, rows), "poor-health")[1]
    assert sex.verdict.direction is Direction.NARROWING
    assert "the group Women" in sex.verdict.how.replace("The group", "the group")


def test_rank_counts_from_the_worst_and_says_how_far_chance_reaches(snapshot: Snapshot) -> None:
    rank = questions.rank(snapshot, "pay")
    assert rank is not None
    assert (rank.position, rank.position_from_best, rank.of) == (1, 4, 4)
    assert rank.interval_positions == (1, 2)
    assert rank.middle == 575
    near = questions.rank(snapshot, "pay", among="neighbours")
    assert near is not None
    assert near.of == 3
    wards = questions.rank(snapshot, "poor-health", WARDS[1], among="wards")
    assert wards is not None
    assert (wards.position, wards.of) == (2, 4)
    assert questions.rank(snapshot, "greenery") is None
    with pytest.raises(QuestionError, match="not 'planets'"):
        questions.rank(snapshot, "pay", among="planets")


def test_a_figure_of_the_county_is_shown_but_not_ranked(tmp_path: Path) -> None:
    rows = make_rows()
    for row in rows["values"]:
        if row["indicator"] == "pay" and row["area_code"] == OTHERS[0]:
            row["basis"] = "the figure of the county it lies in"
    rank = questions.rank(write_snapshot(tmp_path, rows), "pay")
    assert rank is not None
    assert rank.of == 3
    assert rank.areas_without_value == 1


def test_neighbours_come_nearest_first_with_their_values(snapshot: Snapshot) -> None:
    near = questions.neighbours(snapshot, "pay")
    assert [(each.position, each.code) for each in near] == [(1, OTHERS[0]), (2, OTHERS[1])]
    assert near[0].value is not None
    assert near[0].value.value == 550
    assert questions.neighbours(snapshot, model="unknown") == []


def test_the_profile_of_a_ward_stands_beside_the_place_and_england(snapshot: Snapshot) -> None:
    profile = questions.area_profile(snapshot, WARDS[0])
    assert profile.area.name == "Ward 1"
    assert [area.code for area, basis in profile.holds if basis == "best fit"] == list(LSOAS[:5])
    (line,) = profile.lines
    assert line.against_england is Comparison.WORSE
    assert line.against_place is Comparison.SIMILAR
    small = questions.area_profile(snapshot, LSOAS[0])
    assert small.deprivation[0].place_fifth == 1
    with pytest.raises(QuestionError, match="knows no area E99"):
        questions.area_profile(snapshot, "E99")


def test_a_code_shared_by_two_vintages_is_one_area_of_each_kind(tmp_path: Path) -> None:
    rows = make_rows()
    old = dict(next(row for row in rows["areas"] if row["code"] == LSOAS[0]), kind="lsoa11", population=900.0)
    rows["areas"].append(old)
    rows["values"].append(value_row("greenery", LSOAS[0], "lsoa11", 7.0, **year(2011)))
    other = write_snapshot(tmp_path, rows)
    assert questions.area(other, LSOAS[0]).kind == "lsoa21"
    assert questions.area(other, LSOAS[0], "lsoa11").population == 900
    (value,) = questions.area_values(other, "greenery", kind="lsoa11")
    assert value.population == 900
    assert len(questions.area_values(other, "greenery", kind="lsoa21")) == 20


def test_polarisation_shares_out_everybody_and_names_missing_tenths(snapshot: Snapshot) -> None:
    spread = questions.polarisation(snapshot)
    assert spread is not None
    assert sum(each.share for each in spread.tenths) == pytest.approx(1)
    assert spread.missing_tenths == (9, 10)
    assert spread.mean_score == pytest.approx(31.0)
    assert spread.most_deprived_share == pytest.approx(0.25)


def test_the_place_at_a_glance(snapshot: Snapshot) -> None:
    summary = questions.place_summary(snapshot)
    assert summary.name == "Testford"
    assert summary.region == "The Middle"
    assert summary.areas == {"district": 1, "lsoa21": 20, "ward24": 4}
    assert summary.indicators_without_values == ("nowhere",)
    assert summary.mended == 1


def test_provenance_counts_values_and_names_the_file(snapshot: Snapshot) -> None:
    found = questions.provenance(snapshot, "greenery")
    (kind,) = found.kinds
    assert (kind.values, kind.missing) == (19, 1)
    assert kind.missing_reasons == ("withheld by the publisher because it concerns few people",)
    assert found.files[0]["licence"] == "None needed"
    assert found.issues[0]["line"] == 7


def test_the_quality_report_counts_what_is_known_and_what_is_not(snapshot: Snapshot) -> None:
    report = questions.data_quality(snapshot)
    (source,) = report.sources
    assert source.indicators == ("greenery", "pay", "poor-health")
    assert source.missing == 2
    assert source.values + source.missing == snapshot.table("values").num_rows
    assert report.without_values == ("nowhere",)
    assert report.values_by_basis["summed from small areas"] == 4


def test_a_postcode_leads_to_its_areas_however_it_is_written(snapshot: Snapshot) -> None:
    for written in ("TE1 1AA", "te11aa", " te1  1aa "):
        found = questions.postcode(snapshot, written)
        assert found is not None
        assert found.postcode == "TE1 1AA"
        assert found.ward is not None
        assert found.ward.code == WARDS[0]
        assert found.in_place
    assert questions.postcode(snapshot, "TE1 1AB") is None
    with pytest.raises(QuestionError, match="not a full postcode"):
        questions.postcode(snapshot, "TE1")


def test_outlines_are_of_the_place_and_say_whose_they_are(snapshot: Snapshot) -> None:
    drawn = questions.outlines(snapshot, "ward24")
    assert [outline.code for outline in drawn] == list(WARDS)
    assert drawn[0].basis == "published"
    assert drawn[0].geometry["type"] == "Polygon"
