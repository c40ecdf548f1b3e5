"""No hidden cell can be pinned down: every table is attacked with linear programmes before it passes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse

from goldenthread.core.disclosure.cell_key import PerturbationTable, perturb_counts
from goldenthread.core.disclosure.rounding import round_counts
from goldenthread.core.disclosure.suppression import (
    THRESHOLD,
    CannotProtect,
    attack,
    counts_behind_rate,
    is_small,
    suppress,
    suppress_table,
    table_relations,
    with_totals,
)

SMALL_TABLES = st.one_of(
    arrays.arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(0, 30)),
    arrays.arrays(np.int64, (2, 3, 2), elements=st.integers(0, 12)),
)


@settings(max_examples=40, deadline=None)
@given(SMALL_TABLES)
def test_an_attacker_cannot_tell_a_small_count_from_none_or_from_enough(counts):
    table = suppress_table(counts)
    lower, upper = attack(table.shown.ravel(), table_relations(counts.shape), table.is_hidden.ravel())
    small = table.is_primary.ravel()
    assert (lower[small] <= 1e-6).all()
    assert (upper[small] >= THRESHOLD - 1e-6).all()
    assert not np.isnan(table.shown[~table.is_hidden]).any()
    assert (table.is_hidden | ~table.is_primary).all()


def test_hiding_only_the_small_counts_gives_them_away():
    counts = np.array([[3, 20, 30], [25, 40, 50], [35, 60, 70]])
    table, relations = with_totals(counts.astype(float)), table_relations((3, 3))
    primary = is_small(table).ravel()
    lower, upper = attack(np.where(primary, np.nan, table.ravel()), relations, primary)
    assert lower[primary] == upper[primary] == [3]
    assert suppress_table(counts).is_hidden.sum() == 4  # the least that protects it


def test_overlapping_areas_are_differenced_by_an_attacker_and_protected():
    # A ward of small areas a+b and a catchment of a+b+c: the difference gives c away.
    values = np.array([40.0, 30, 3, 70, 73])
    relations = sparse.csr_array([[1, 1, 0, -1, 0], [1, 1, 1, 0, -1]], dtype=float)
    primary = is_small(values)
    lower, upper = attack(np.where(primary, np.nan, values), relations, primary)
    assert lower[2] == upper[2] == 3
    hidden = suppress(values, relations, primary)
    lower, upper = attack(np.where(hidden, np.nan, values), relations, hidden)
    assert lower[2] == 0
    assert upper[2] >= THRESHOLD


def test_a_total_that_must_be_shown_can_make_protection_impossible():
    values = np.array([3.0, 50, 53])
    relations = sparse.csr_array([[1, 1, -1]], dtype=float)
    assert suppress(values, relations, is_small(values), must_show=[False, False, True]).tolist() == [True, True, False]
    with pytest.raises(CannotProtect, match="cannot be protected"):
        suppress(values, relations, is_small(values), must_show=[False, True, True])


def test_a_table_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match=r"^Number 1 of the relations does not add up: -1\.0\.$"):
        suppress([3, 50, 54], sparse.csr_array([[1, 1, -1]], dtype=float), [True, False, False])


def test_contradictory_shown_cells_are_found_out():
    relations = sparse.csr_array([[1, 1, -1]], dtype=float)
    with pytest.raises(ValueError, match="contradict"):
        attack([np.nan, 60, 50], relations, [True, False, False])


@given(st.integers(0, 500), st.integers(1, 5_000), st.integers(0, 3))
def test_the_counts_behind_a_rate_contain_the_count(count, n, decimals):
    low, high = counts_behind_rate(round(100 * count / n, decimals), n, decimals=decimals)
    assert low <= count <= high
    tried = [x for x in range(int(low) - 2, int(high) + 3) if x >= 0]
    fits = [x for x in tried if abs(100 * x / n - round(100 * count / n, decimals)) <= 0.5 * 10**-decimals + 1e-9]
    assert (fits[0], fits[-1]) == (low, high)


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(1, 20))
def test_rounding_moves_a_count_by_at_most_half_the_base(counts, base):
    rounded = round_counts(counts, base)
    assert (rounded % base == 0).all()
    assert (np.abs(rounded - counts) <= base / 2).all()


def _made_table(rows=750, keys=16):
    generator = np.random.default_rng(8)
    pairs = np.array([(row, key) for row in range(1, rows + 1) for key in range(keys)])
    return PerturbationTable.of(pairs[:, 0], pairs[:, 1], generator.integers(-2, 3, len(pairs)))


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 100_000)), min_size=1, max_size=30))
def test_the_same_people_get_the_same_noise_in_every_table(cells):
    table = _made_table()
    counts, sums = zip(*cells, strict=True)
    found = perturb_counts(counts, sums, table, threshold=10)
    for i, (count, total) in enumerate(cells):
        row = count
        while row > 750:
            row -= 250
        noise = table.noise[row - 1, total % 16] if count else 0
        assert found.noise[i] == noise
        assert found.counts[i] == count + noise if count + noise >= 10 else np.isnan(found.counts[i])


def test_an_incomplete_table_of_noise_is_refused():
    with pytest.raises(ValueError, match="one entry for each of 2 rows and 2 cell keys"):
        PerturbationTable.of([1, 1, 2], [0, 1, 0], [1, 0, 0])
