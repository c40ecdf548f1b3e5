"""What every statistic asks of its input: numbers of the right shape and kind, or a sentence that says what is wrong.

Missing values travel as NaN: a missing input gives a missing output in that place and nowhere else.
Anything impossible is refused with :class:`ValueError`, never turned into NaN.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.statistics.special_functions import special

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def as_numbers(values: ArrayLike, name: str, *, may_be_infinite: bool = False) -> FloatArray:
    """Return `values` as floats, missing ones (None, NA, null) as NaN.

    Lists, NumPy arrays and columns of pandas, polars and Arrow are accepted.

    Parameters
    ----------
    values
        A number, sequence or column.
    name
        What the values are, for the sentence when they are refused.
    may_be_infinite
        Whether infinite values are taken as well, as limits can be.

    Raises
    ------
    ValueError
        If a value is text, or is infinite and may not be.

    Examples
    --------
    >>> as_numbers([1, None, 2.5], "counts")
    array([1. , nan, 2.5])
    >>> as_numbers(["1", "many"], "counts")
    Traceback (most recent call last):
    ValueError: The counts must be numbers; number 1 is '1'.
    """
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        flat = [_one_number(value, name, position) for position, value in enumerate(array.ravel().tolist())]
        array = np.array(flat, dtype=np.float64).reshape(array.shape)
    numbers: FloatArray = array.astype(np.float64)
    if not may_be_infinite:
        refuse(np.isinf(numbers), name, "is infinite", numbers)
    return numbers


def _one_number(value: Any, name: str, position: int) -> float:
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return float("nan")
    if isinstance(value, (str, bytes)):
        raise ValueError(f"The {name} must be numbers; number {position + 1} is {value!r}.")
    return float(value)


def refuse(wrong: BoolArray | np.bool_ | bool, name: str, why: str, values: ArrayLike) -> None:
    """Raise ValueError naming the first of `values` for which `wrong` is true.

    Examples
    --------
    >>> import numpy as np
    >>> refuse(np.array([False, True]), "counts", "is negative", np.array([3, -1]))
    Traceback (most recent call last):
    ValueError: Number 2 of the counts is negative: -1.
    """
    mask = np.asarray(wrong)
    if not mask.any():
        return
    shown = np.broadcast_to(np.asarray(values), mask.shape).ravel()
    position = int(np.flatnonzero(mask.ravel())[0])
    raise ValueError(f"Number {position + 1} of the {name} {why}: {shown[position]}.")


def check_counts(counts: ArrayLike, name: str = "counts") -> FloatArray:
    """Return counts of people or events: zero or more (whole or weighted), missing as NaN."""
    numbers = as_numbers(counts, name)
    refuse(numbers < 0, name, "is negative", numbers)
    return numbers


def check_denominators(denominators: ArrayLike, name: str = "denominators") -> FloatArray:
    """Return denominators: more than zero, missing as NaN."""
    numbers = as_numbers(denominators, name)
    refuse(numbers <= 0, name, "is not above zero (leave it out, or mark it missing)", numbers)
    return numbers


def check_level(level: ArrayLike) -> FloatArray:
    """Return confidence levels, each between 0 and 1: 0.95, not 95.

    Examples
    --------
    >>> check_level(95)
    Traceback (most recent call last):
    ValueError: Number 1 of the confidence levels is not between 0 and 1: 95.0.
    """
    numbers = as_numbers(level, "confidence levels")
    refuse(~((numbers > 0) & (numbers < 1)), "confidence levels", "is not between 0 and 1", numbers)
    return numbers


def check_same_length(**arrays: FloatArray) -> None:
    """Refuse one-dimensional inputs of different lengths, naming each.

    Examples
    --------
    >>> import numpy as np
    >>> check_same_length(values=np.ones(3), populations=np.ones(2))
    Traceback (most recent call last):
    ValueError: The inputs differ in length: values 3, populations 2.
    """
    lengths = {name: array.shape for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(
            f"{name.replace('_', ' ')} {'×'.join(map(str, shape)) or 'one number'}" for name, shape in lengths.items()
        )
        raise ValueError(f"The inputs differ in length: {said}.")


def check_order(groups: ArrayLike, count: int) -> None:
    """Refuse numbers of groups that are missing, twice the same, or not rising along the last axis.

    Examples
    --------
    >>> check_order([1, 2, 2], 3)
    Traceback (most recent call last):
    ValueError: Number 3 of the groups is given twice: 2.0.
    >>> check_order([2, 1, 3], 3)
    Traceback (most recent call last):
    ValueError: Number 2 of the groups is out of order (most deprived first): 1.0.
    """
    numbers = as_numbers(groups, "groups")
    if numbers.ndim == 0 or numbers.shape[-1] != count:
        raise ValueError(f"Each of the {count} values needs the number of its group; got {numbers.size}.")
    refuse(np.isnan(numbers), "groups", "is missing", numbers)
    before, after = numbers[..., :-1], numbers[..., 1:]
    first = np.zeros((*numbers.shape[:-1], 1), dtype=np.bool_)
    refuse(np.concatenate([first, before == after], axis=-1), "groups", "is given twice", numbers)
    refuse(np.concatenate([first, before > after], axis=-1), "groups", "is out of order (most deprived first)", numbers)


def normal_quantile(level: ArrayLike = 0.95) -> FloatArray:
    """Return z such that a standard normal lies within ±z with probability `level`: Φ⁻¹((1 + level)/2).

    Examples
    --------
    >>> round(float(normal_quantile(0.95)), 6)
    1.959964
    """
    quantile: FloatArray = special.ndtri((1 + check_level(level)) / 2)
    return quantile
