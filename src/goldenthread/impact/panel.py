"""The same places over the same periods, some of which an action reached: what every comparison here is made of."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from goldenthread.core.statistics.checks import BoolArray, FloatArray
from goldenthread.impact.columns import columns_of_one_length, in_order, is_missing, named, numbers
from goldenthread.impact.errors import ImpactError


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit that is not compared, and why."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Values of units in periods, and since when each unit is treated.

    Attributes
    ----------
    units
        Names of the units (wards, councils, schools), in alphabetical order.
    periods
        The periods in order of time.
    values
        One row a unit, one column a period; nothing is missing.
    starts
        For each unit the position of the first period under treatment; the number of periods where it never was.
    clusters
        For each unit the name of what it shares chance with (its own name, unless said otherwise).
    left_out
        Units not compared because a value is missing, each with the reason given for it.

    Examples
    --------
    >>> panel = Panel.of(
    ...     units=["A", "A", "B", "B"], periods=[2023, 2024, 2023, 2024], values=[5, 7, 4, 5], treated=[0, 1, 0, 0]
    ... )
    >>> panel.treated_units, panel.never_treated_units, panel.values.tolist()
    (('A',), ('B',), [[5.0, 7.0], [4.0, 5.0]])
    """

    units: tuple[str, ...]
    periods: tuple[Any, ...]
    values: FloatArray
    starts: NDArray[np.int64]
    clusters: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()

    @classmethod
    def of(
        cls,
        units: Iterable[Hashable],
        periods: Iterable[Any],
        values: Iterable[Any],
        treated: Iterable[Any],
        *,
        clusters: Iterable[Hashable] | None = None,
        reasons: Iterable[str | None] | None = None,
    ) -> Self:
        """Return the panel of four columns of one length, a row for each unit and period.

        Parameters
        ----------
        units, periods
            Who and when. Periods are ordered as numbers, dates, or text (2022/23 comes before 2023/24).
        values
            The outcome: numbers. A missing value needs a reason, below.
        treated
            1 from the period on in which the action reached the unit, else 0.
        clusters
            What units share chance with (their school, their district); by default each unit is a cluster of its own.
        reasons
            Why a value is missing, in its row. A unit with a missing value is left out whole and named in `left_out`.

        Raises
        ------
        ImpactError
            If columns differ in length, a unit has a period twice or not at all, a value is missing without a reason,
            treatment is neither 0 nor 1 or turns off again, or nobody is treated or nobody is not.

        Examples
        --------
        >>> Panel.of(["A", "A"], [1, 1], [5, 6], [0, 1])
        Traceback (most recent call last):
        goldenthread.impact.errors.ImpactError: A has the period 1 twice (rows 1 and 2). Keep one row for each unit \
and period.
        """
        columns = columns_of_one_length(units=units, periods=periods, values=values, treated=treated)
        said = list(reasons) if reasons is not None else [None] * len(columns["units"])
        if len(said) != len(columns["units"]):
            raise ImpactError(f"The reasons have {len(said)} rows, the units {len(columns['units'])}.")
        names, times = named(columns["units"], "unit"), columns["periods"]
        order = in_order(times)
        _refuse_repeats(names, times)
        values_given = numbers(columns["values"], "values")
        switched = _zero_or_one(columns["treated"], names, times)
        grouped = named(list(clusters), "cluster") if clusters is not None else names
        if len(grouped) != len(names):
            raise ImpactError(f"The clusters have {len(grouped)} rows, the units {len(names)}.")
        by_unit = _cluster_of_each(names, grouped)
        left_out = _left_out(names, times, values_given, said)
        kept = sorted(set(names) - {each.unit for each in left_out})
        grid, on = _grids(kept, order, names, times, values_given, switched)
        starts = _starts(kept, order, on)
        _refuse_one_sided(kept, order, starts, left_out)
        return cls(tuple(kept), tuple(order), grid, starts, tuple(by_unit[name] for name in kept), left_out)

    @property
    def is_treated(self) -> BoolArray:
        """Which units were ever treated."""
        return self.starts < len(self.periods)

    @property
    def treated_units(self) -> tuple[str, ...]:
        """Names of the units that were treated."""
        return tuple(unit for unit, treated in zip(self.units, self.is_treated, strict=True) if treated)

    @property
    def never_treated_units(self) -> tuple[str, ...]:
        """Names of the units that were never treated: those compared with."""
        return tuple(unit for unit, treated in zip(self.units, self.is_treated, strict=True) if not treated)

    @property
    def cohorts(self) -> tuple[int, ...]:
        """The positions of the periods in which units began, in order of time."""
        return tuple(int(start) for start in np.unique(self.starts[self.is_treated]))

    @property
    def cluster_numbers(self) -> NDArray[np.int64]:
        """For each unit the number of its cluster."""
        _, numbers = np.unique(np.array(self.clusters), return_inverse=True)
        return numbers.astype(np.int64)


def _refuse_repeats(names: Sequence[str], times: Sequence[Any]) -> None:
    pairs = list(zip(names, times, strict=True))
    (pair, count), *_ = Counter(pairs).most_common(1)
    if count > 1:
        rows = [row for row, each in enumerate(pairs, start=1) if each == pair][:2]
        raise ImpactError(
            f"{pair[0]} has the period {pair[1]} twice (rows {rows[0]} and {rows[1]}). "
            "Keep one row for each unit and period."
        )


def _zero_or_one(treated: Sequence[Any], names: Sequence[str], times: Sequence[Any]) -> list[bool]:
    for row, (value, name, time) in enumerate(zip(treated, names, times, strict=True), start=1):
        if is_missing(value) or value not in (0, 1):
            shown = "missing" if is_missing(value) else repr(value)
            raise ImpactError(
                f"Whether {name} was treated in {time} (row {row}) is {shown}; write 1 from the period the action "
                "reached it, and 0 before or where it never did."
            )
    return [bool(value) for value in treated]


def _cluster_of_each(names: Sequence[str], clusters: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, cluster in zip(names, clusters, strict=True):
        if found.setdefault(name, cluster) != cluster:
            raise ImpactError(f"{name} is in the clusters {found[name]} and {cluster}. A unit stays in one cluster.")
    return found


def _left_out(
    names: Sequence[str], times: Sequence[Any], values: FloatArray, reasons: Sequence[str | None]
) -> tuple[LeftOut, ...]:
    found: dict[str, LeftOut] = {}
    for row in np.flatnonzero(np.isnan(values)).tolist():
        reason = reasons[row]
        if not reason or not str(reason).strip():
            raise ImpactError(
                f"{names[row]} has no value for {times[row]} (row {row + 1}) and no reason. Missing is not zero: "
                "give the reason, and the unit is left out and named, or leave the unit out yourself."
            )
        found.setdefault(names[row], LeftOut(names[row], f"{times[row]}: {reason}"))
    return tuple(found.values())


def _refuse_gaps(units: Sequence[str], periods: Sequence[Any], filled: BoolArray) -> None:
    if not filled.all():
        unit, period = (int(each[0]) for each in np.nonzero(~filled))
        raise ImpactError(
            f"{units[unit]} has no row for {periods[period]}. Every unit needs every period: give the row with the "
            "reason its value is missing, or leave the unit or the period out."
        )


def _grids(
    kept: Sequence[str],
    order: Sequence[Any],
    names: Sequence[str],
    times: Sequence[Any],
    values: FloatArray,
    switched: Sequence[bool],
) -> tuple[FloatArray, BoolArray]:
    """Values and treatment with a row a unit and a column a period."""
    row_of, column_of = {name: i for i, name in enumerate(kept)}, {time: i for i, time in enumerate(order)}
    grid = np.zeros((len(kept), len(order)))
    on, filled = np.zeros(grid.shape, dtype=np.bool_), np.zeros(grid.shape, dtype=np.bool_)
    for name, time, value, is_on in zip(names, times, values, switched, strict=True):
        if name in row_of:
            place = row_of[name], column_of[time]
            grid[place], on[place], filled[place] = value, is_on, True
    _refuse_gaps(kept, order, filled)
    return grid, on


def _starts(units: Sequence[str], periods: Sequence[Any], on: BoolArray) -> NDArray[np.int64]:
    turned_off = on[:, :-1] & ~on[:, 1:]
    if turned_off.any():
        unit, period = (int(each[0]) for each in np.nonzero(turned_off))
        raise ImpactError(
            f"The treatment of {units[unit]} turns off in {periods[period + 1]}. These methods are for actions that "
            "stay once begun: end the series there, or leave the unit out."
        )
    starts: NDArray[np.int64] = np.where(on.any(axis=1), on.argmax(axis=1), on.shape[1]).astype(np.int64)
    return starts


def _refuse_one_sided(
    units: Sequence[str], periods: Sequence[Any], starts: NDArray[np.int64], left_out: Sequence[LeftOut]
) -> None:
    gone = f" (left out: {', '.join(each.unit for each in left_out)})" if left_out else ""
    if not (starts < len(periods)).any():
        raise ImpactError(f"No unit is ever treated{gone}. Mark with 1 where and from when the action was.")
    if not (starts == len(periods)).any():
        raise ImpactError(
            f"There are no controls{gone}: every unit is treated in the end. Add units the action never reached."
        )
    if (starts == 0).any():
        raise ImpactError(
            f"{units[int(np.argmin(starts))]} is treated from the first period, {periods[0]}: there are no periods "
            "before to compare with. Add earlier ones."
        )
