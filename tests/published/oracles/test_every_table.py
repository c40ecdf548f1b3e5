"""Every table of known answers is read by a test; what is not met number for number is named, with its proof."""

import ast
from pathlib import Path

import pytest

HERE, ROOT = Path(__file__).parent, Path(__file__).resolve().parents[3]

#: Answers of the references that are wrong or no oracle: what is left out, and the test that shows why.
EXCLUDED = {
    "healthequal_expected.csv: intervals of ti and mld": (
        "tests/unit/core/test_inequality_divergences.py::"
        "test_the_references_interval_of_entropy_is_a_thousand_times_too_narrow"
    ),
    "healthequal_expected.csv: interval of paf": (
        "tests/unit/core/test_inequality_divergences.py::"
        "test_the_references_interval_of_the_attributable_fraction_is_a_hundred_times_too_narrow"
    ),
    "healthequal_expected.csv: weights of sii_logit and rii_logit": (
        "tests/unit/core/test_inequality_divergences.py::"
        "test_weighting_by_population_squared_wastes_what_the_smaller_groups_say"
    ),
    "phe_sii.csv: limits in the wrong order": (
        "tests/unit/core/test_slope_divergences.py::test_a_multiplier_below_one_does_not_turn_our_limits_round"
    ),
    "fingertips_trend_expected.csv: GpRegisteredPopulationOver65": (
        "tests/published/oracles/test_quantiles_and_trends.py::test_trend_markers"
    ),
    "funnel_rate_inputs.csv: the place of 6,883 people": (
        "tests/published/oracles/test_funnels.py::test_where_on_a_funnel_of_rates_a_place_stands"
    ),
}


def test_every_table_is_read(oracle, shared):
    read = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py") if path != Path(__file__))
    for kind in ("ordered", "nonordered"):  # these names are put together
        assert f'"{kind}"' in read
        read += f"healthequal_{kind}_input.csv"
    tables = {path.name for path in (shared / "oracles").iterdir() if path.suffix in {".csv", ".gz"}}
    assert len(tables) == 35
    assert {name for name in tables if name not in read} == set()


@pytest.mark.parametrize("what", EXCLUDED)
def test_what_is_left_out_has_its_proof(what, shared):
    assert (shared / "oracles" / what.partition(":")[0]).is_file()
    path, _, name = EXCLUDED[what].partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
