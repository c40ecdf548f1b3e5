"""Stockport beside a mix of its official statistical neighbours: a placebo exercise on a published series.

Nothing is known to have begun in Stockport alone in 2016, so there is no effect to find. What is shown is that the
method fits, ranks and says so on real figures, and what choosing the year afterwards would do.
"""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from tests.unit.impact.slow import best_mix_downhill

from goldenthread.impact import ImpactError, SyntheticControl, strength_of_evidence, synthetic_control

STOCKPORT = "E08000007"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "did-it-work.md"


@pytest.fixture(scope="module")
def neighbours(shared) -> list[str]:
    """The codes of Stockport's 20 nearest neighbours by the Office for National Statistics, all things considered."""
    with (shared / "data" / "ons_global_neighbours.csv").open(newline="", encoding="utf-8") as file:
        (found,) = [row[1:] for row in csv.reader(file) if row[0] == STOCKPORT]
    return found


@pytest.fixture(scope="module")
def claimants(shared) -> dict[str, dict[int, float]]:
    """People claiming out-of-work benefits, per cent, by name of the area and year; before 2020 only."""
    path = shared / "data" / "ons_els_claimant-count.csv.gz"
    found: dict[str, dict[int, float]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["observation"] and int(row["period"][:4]) < 2020:
                found.setdefault(row["areacd"], {})[int(row["period"][:4])] = float(row["observation"])
                found.setdefault(row["areanm"], found[row["areacd"]])
    return found


@pytest.fixture(scope="module")
def names(shared) -> dict[str, str]:
    """The name of each area by its code."""
    with gzip.open(shared / "data" / "ons_els_claimant-count.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {row["areacd"]: row["areanm"] for row in csv.DictReader(file)}


def beside_neighbours(neighbours, claimants, names, start: int, **options) -> SyntheticControl:
    columns: dict[str, list] = {"units": [], "periods": [], "values": [], "treated": []}
    for code in (STOCKPORT, *neighbours):
        for year, value in sorted(claimants[code].items()):
            row = (names[code], year, value, int(code == STOCKPORT and year >= start))
            for name, cell in zip(columns, row, strict=True):
                columns[name].append(cell)
    return synthetic_control(**columns, **options)


def test_stockport_moves_no_further_off_than_its_neighbours_do(neighbours, claimants, names):
    found = beside_neighbours(neighbours, claimants, names, 2016)
    assert (found.donors, found.rank) == (20, 9)
    assert found.p_value == pytest.approx(9 / 21)
    assert abs(found.effect.value) < 0.2
    assert [check.passed for check in found.checks] == [True] * 4
    assert strength_of_evidence(found).level == 3


def test_the_mix_is_the_one_that_steps_downhill_come_to(neighbours, claimants, names):
    found = beside_neighbours(neighbours, claimants, names, 2016)
    before = range(2001, 2016)
    own = np.array([claimants[STOCKPORT][year] for year in before])
    donors = np.array([[claimants[code][year] for year in before] for code in neighbours])
    slow = best_mix_downhill(own, donors, 60_000)
    gap = own - slow @ donors
    fast = found.path.gap[: len(own)]
    assert float(fast @ fast) <= float(gap @ gap) + 1e-9
    assert found.path.synthetic[: len(own)] == pytest.approx(slow @ donors, abs=0.01)
    assert found.weights[0].unit == names["E06000007"] == "Warrington"


def test_a_year_and_a_variant_chosen_afterwards_can_put_any_place_first(neighbours, claimants, names):
    """Why both are chosen before looking: six looks at a series in which nothing is known to have begun."""
    looks = {
        (start, levels): beside_neighbours(neighbours, claimants, names, start, allow_level_difference=levels).rank
        for start in (2014, 2016, 2018)
        for levels in (False, True)
    }
    assert looks[2014, True] == 1
    assert sorted(looks.values())[1] > 1


def test_the_how_to_shows_what_comes_out(neighbours, claimants, names):
    page = PAGE.read_text(encoding="utf-8")
    found = beside_neighbours(neighbours, claimants, names, 2016)
    for sentence in (*found.sentences, str(strength_of_evidence(found))):
        assert sentence in page
    for row in str(found.placebos).splitlines()[:4]:
        assert row in page


def test_a_neighbour_whose_figures_do_not_reach_back_is_refused_by_name(neighbours, claimants, names):
    short = {code: dict(series) for code, series in claimants.items()}
    del short[neighbours[0]][2003]
    with pytest.raises(ImpactError, match="Trafford has no row for 2003"):
        beside_neighbours(neighbours, short, names, 2016)
