"""Alderbrook hangs together: its areas fit, its numbers add up, and the same seed draws it again."""

import json
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest
from shapely import unary_union
from shapely.geometry import shape

from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.engine.questions import gap, value_series
from goldenthread.engine.store import Store
from goldenthread.samples.alderbrook.evidence import SampleEvidence, make_evidence, sample_definitions
from goldenthread.samples.alderbrook.geography import PLACE_CODE
from goldenthread.samples.alderbrook.level import Kind, Level, Rhythm, Smallest, load_levels
from goldenthread.samples.alderbrook.plan_content import load_plan


@pytest.fixture(scope="module")
def evidence() -> SampleEvidence:
    return make_evidence()


def rows(evidence: SampleEvidence, **wanted: str) -> list[dict[str, object]]:
    table = evidence.tables["values"]
    for column, value in wanted.items():
        table = table.filter(pc.equal(table[column], value))
    return table.to_pylist()


def test_it_has_the_size_it_says(evidence: SampleEvidence) -> None:
    areas = evidence.tables["areas"].to_pylist()
    kinds = [area["kind"] for area in areas if area["in_place"]]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "lsoa21": 190, "msoa21": 38, "ward24": 21, "locality": 8, "district": 1,
    }  # fmt: skip
    people = {area["code"]: area["population"] for area in areas}
    assert people[PLACE_CODE] == 290_000
    for kind in ("lsoa21", "msoa21", "ward24", "locality"):
        assert sum(area["population"] for area in areas if area["kind"] == kind) == 290_000


def test_areas_meet_without_gap_or_overlap(evidence: SampleEvidence) -> None:
    outlines = evidence.tables["outlines"].to_pylist()
    small = [shape(json.loads(outline["geometry"])) for outline in outlines if outline["kind"] == "lsoa21"]
    assert all(cell.is_valid and cell.geom_type == "Polygon" for cell in small)
    whole = unary_union(small)
    assert whole.area == pytest.approx(sum(cell.area for cell in small), rel=1e-3)
    wards = [shape(json.loads(outline["geometry"])) for outline in outlines if outline["kind"] == "ward24"]
    assert [ward.geom_type for ward in wards] == ["Polygon"] * 21, "a ward in two pieces would puzzle its residents"


def test_the_same_seed_draws_the_same_borough_and_another_draws_another(evidence: SampleEvidence) -> None:
    assert make_evidence().manifest == evidence.manifest
    assert make_evidence(seed=3).manifest[0]["sha256"] != evidence.manifest[0]["sha256"]


def test_every_indicator_has_a_level_and_every_level_an_indicator() -> None:
    assert set(load_levels()) == set(sample_definitions())


def test_wards_are_the_sum_of_their_small_areas_with_the_interval_of_the_sum(evidence: SampleEvidence) -> None:
    slug = "children-in-low-income-families"
    ward_of = {
        link["child_code"]: link["parent_code"]
        for link in evidence.tables["area_links"].to_pylist()
        if (link["child_kind"], link["parent_kind"]) == ("lsoa21", "ward24")
    }
    wards = rows(evidence, indicator=slug, area_kind="ward24", period="2025")
    small = rows(evidence, indicator=slug, area_kind="lsoa21", period="2025")
    hidden = {ward_of[row["area_code"]] for row in small if row["missing_reason"]}
    checked = 0
    for ward in wards:
        if ward["area_code"] in hidden:
            continue
        inside = [row for row in small if ward_of[row["area_code"]] == ward["area_code"]]
        count, people = (sum(row[name] for row in inside) for name in ("count", "denominator"))
        lower, upper = wilson_interval(count, people)
        assert (ward["count"], ward["denominator"]) == (count, people)
        assert ward["value"] == pytest.approx(100 * count / people)
        assert (ward["lower"], ward["upper"]) == pytest.approx((100 * float(lower), 100 * float(upper)))
        checked += 1
    assert checked >= 10


def test_small_counts_are_withheld_and_are_not_zero(evidence: SampleEvidence) -> None:
    hidden = rows(evidence, missing_reason="suppressed")
    assert len(hidden) > 50
    assert all(row["value"] is None and row["count"] is None and row["lower"] is None for row in hidden)
    shown = rows(evidence, indicator="overcrowded-homes", area_kind="lsoa21")
    assert all(row["count"] >= 5 or row["count"] == 0 for row in shown if row["count"] is not None)


def test_every_value_has_an_interval_or_the_reason_it_has_none(evidence: SampleEvidence) -> None:
    for row in evidence.tables["values"].to_pylist():
        if row["value"] is None:
            assert row["missing_reason"]
        elif row["lower"] is None:
            assert row["interval_reason"], row
        else:
            assert row["lower"] <= row["value"] <= row["upper"], row


def test_what_may_not_be_added_up_has_no_ward_value(evidence: SampleEvidence) -> None:
    assert not rows(evidence, indicator="life-expectancy-men", area_kind="ward24")
    assert rows(evidence, indicator="life-expectancy-men", area_kind="msoa21")


def test_hardship_is_clustered_as_it_is_in_real_boroughs(evidence: SampleEvidence) -> None:
    score = {
        row["area_code"]: row["score"]
        for row in evidence.tables["deprivation"].to_pylist()
        if row["area_kind"] == "lsoa21"
    }
    outlines = {
        row["code"]: shape(json.loads(row["geometry"]))
        for row in evidence.tables["outlines"].to_pylist()
        if row["kind"] == "lsoa21"
    }
    codes = sorted(score)
    values = np.array([score[code] for code in codes]) - np.mean(list(score.values()))
    joined = np.array([[a != b and outlines[a].buffer(1e-4).intersects(outlines[b]) for b in codes] for a in codes])
    morans_i = len(codes) / joined.sum() * (values @ joined @ values) / (values @ values)
    assert morans_i > 0.5


def test_the_store_takes_it(evidence: SampleEvidence, tmp_path: Path) -> None:
    snapshot = Store(tmp_path).place(evidence.code).write(evidence.tables, evidence.manifest, evidence.definitions)
    assert snapshot.place.name == "Alderbrook"


def test_a_level_that_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        Level("x", Kind.SHARE, 140, 0, Smallest.LSOA, Rhythm.YEARLY)
    with pytest.raises(ValueError, match="needs an error"):
        Level("x", Kind.MEAN, 70, 0, Smallest.MSOA, Rhythm.YEARLY)


def test_the_plan_begins_where_the_evidence_says(evidence: SampleEvidence, tmp_path: Path) -> None:
    """A baseline that was typed and not measured would teach the wrong lesson."""
    snapshot = Store(tmp_path).place(evidence.code).write(evidence.tables, evidence.manifest, evidence.definitions)
    checked = 0
    for aim in load_plan().aims:
        for measure in [*aim.measures, *(each for action in aim.actions for each in action.measures)]:
            if not measure.indicator or measure.baseline is None:
                continue
            checked += 1
            period = "2021 to 2023" if measure.indicator.startswith("life-expectancy") else "2023"
            if measure.statistic == "value":
                known = {value.period.label: value.value for value in value_series(snapshot, measure.indicator)}[period]
            else:
                found = gap(snapshot, measure.indicator, period=period)
                estimate = (
                    found.absolute if measure.statistic == "gap between fifths" else found.slope and found.slope.slope
                )
                known = estimate.value if estimate else None
            assert known is not None
            assert round(known, 1) == measure.baseline, f"{measure.title}: the evidence says {known:.1f} for {period}"
    assert checked >= 10
