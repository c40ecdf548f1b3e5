"""Cell-key perturbation: small noise that is always the same for the same group of people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.statistics.checks import IntArray, as_numbers, check_counts, check_same_length, refuse

#: Counts above this use the rows of the table for 501 to 750 in turn (Office for National Statistics).
LARGEST_ROW, REPEATING_ROWS = 750, 250


@dataclass(frozen=True, slots=True)
class PerturbationTable:
    """Noise by row (which count) and cell key: `noise[row - 1, key]`."""

    noise: IntArray

    @classmethod
    def of(cls, rows: ArrayLike, keys: ArrayLike, values: ArrayLike) -> "PerturbationTable":
        """Return the table from its long form: one entry a row of the table and cell key.

        Raises
        ------
        ValueError
            If columns differ in length, an entry is missing or repeats, or a number is not whole.

        Examples
        --------
        >>> PerturbationTable.of([1, 1], [0, 1], [1, -1]).noise
        array([[ 1, -1]])
        """
        row, key, value = as_numbers(rows, "rows"), as_numbers(keys, "cell keys"), as_numbers(values, "values")
        check_same_length(rows=row, keys=key, values=value)
        for numbers, name in ((row, "rows"), (key, "cell keys"), (value, "values")):
            refuse(~(numbers % 1 == 0), name, "is not a whole number", numbers)
        shape = int(row.max()), int(key.max()) + 1
        if row.min() < 1 or key.min() < 0 or len(row) != shape[0] * shape[1]:
            raise ValueError(f"The table needs one entry for each of {shape[0]} rows and {shape[1]} cell keys.")
        noise = np.full(shape, np.iinfo(np.int64).min)
        noise[row.astype(np.int64) - 1, key.astype(np.int64)] = value.astype(np.int64)
        if (noise == np.iinfo(np.int64).min).any():
            raise ValueError("An entry of the perturbation table is given twice and another not at all.")
        return cls(noise)

    @property
    def keys(self) -> int:
        """How many cell keys there are."""
        return int(self.noise.shape[1])


@dataclass(frozen=True, slots=True)
class PerturbedCounts:
    """Counts with noise; NaN where withheld for being under the threshold."""

    counts: NDArray[np.float64]
    noise: IntArray
    cell_keys: IntArray


def perturb_counts(
    counts: ArrayLike, key_sums: ArrayLike, table: PerturbationTable, threshold: int = 10
) -> PerturbedCounts:
    r"""Return counts with the noise that belongs to the people in them.

    Each person carries a random key; a cell's key is the sum of its people's, modulo the number of keys. So the same
    people get the same noise in whatever table they are counted, and differencing tables does not remove it. The sum
    can be taken in the same pass over the records as the count.

    Parameters
    ----------
    counts
        People in each cell: whole numbers.
    key_sums
        The sum of their keys.
    table
        The perturbation table.
    threshold
        Perturbed counts below this are withheld (NaN).

    Raises
    ------
    ValueError
        If inputs differ in length, or a count or sum is missing, negative or not whole.

    References
    ----------
    Fraser B, Wooton J (2005). A proposed method for confidentialising tabular output to protect against differencing.
    Office for National Statistics, cell-key-perturbation (known answers of its own tests).

    Examples
    --------
    >>> table = PerturbationTable.of([1, 1, 2, 2], [0, 1, 0, 1], [1, -1, 0, 2])
    >>> perturb_counts([1, 2, 0], [4, 7, 0], table, threshold=0).counts
    array([2., 4., 0.])
    """
    n, sums = check_counts(counts), check_counts(key_sums, "sums of keys")
    check_same_length(counts=n, key_sums=sums)
    refuse(~(n % 1 == 0), "counts", "is missing or not a whole number", n)
    refuse(~(sums % 1 == 0), "sums of keys", "is missing or not a whole number", sums)
    people = n.astype(np.int64)
    keys = sums.astype(np.int64) % table.keys
    rows = np.where(people > LARGEST_ROW, (people - 1) % REPEATING_ROWS + LARGEST_ROW - REPEATING_ROWS + 1, people)
    refuse(rows > len(table.noise), "counts", f"is above the {len(table.noise)} rows of the table", n)
    noise = np.where(people > 0, table.noise[np.maximum(rows, 1) - 1, keys], 0)
    perturbed = (people + noise).astype(np.float64)
    return PerturbedCounts(np.where(perturbed < threshold, np.nan, perturbed), noise, keys)
