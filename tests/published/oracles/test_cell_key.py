"""Cell-key perturbation as ONS's own package publishes it."""

import numpy as np
from numpy.testing import assert_array_equal
from tests.published.oracles.columns import groups, numbers

from goldenthread.core.disclosure.cell_key import PerturbationTable, perturb_counts


def test_the_table_of_the_references_own_tests(oracle):
    entries = oracle("cellkey_ptable_10_5.csv.gz")
    table = PerturbationTable.of(*(numbers(entries, name) for name in ("pcv", "ckey", "pvalue")))
    people = groups(oracle("cellkey_micro_input.csv"), "var1", "var5", "var8")
    expected = oracle("cellkey_expected_var1_var5_var8.csv")
    cells = [people.get((row["var1"], row["var5"], row["var8"]), []) for row in expected]
    found = perturb_counts(
        [len(cell) for cell in cells], [numbers(cell, "record_key").sum() if cell else 0 for cell in cells], table
    )
    assert_array_equal([len(cell) for cell in cells], numbers(expected, "pre_sdc_count"))
    assert_array_equal(found.cell_keys, numbers(expected, "ckey"))
    assert_array_equal(found.noise, numbers(expected, "pvalue"))
    assert_array_equal(found.counts, numbers(expected, "count"))
    assert np.isnan(found.counts).any()
