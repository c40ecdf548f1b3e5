"""Turns the observations of a source into values: each with its interval, or the reason it has none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.indicators import Indicator, IntervalMethod
from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.core.statistics.rates import byar_interval
from goldenthread.engine.tables import PUBLISHED, VALUES
from goldenthread.sources.building.hierarchy import NOWHERE, FloatArray, Hierarchy, IntArray

NO_INTERVAL_PUBLISHED = "The publisher gives no interval for this value."
NO_COUNTS = "The publisher gives neither an interval nor the counts that one could be worked out from."
ABOVE_DENOMINATOR = "More are counted than the denominator holds, so the interval of a proportion does not exist."

#: A published value may be rounded to two decimals and so lie a shade outside the limits its counts give.
ROUNDING = 0.005

#: Above this multiplier a value is a rate of events, not a proportion of people.
PER_CENT = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Values of one indicator as columns; `block` points into `blocks`: period, its days, characteristic and group."""

    indicator: Indicator
    areas: IntArray  # positions in the hierarchy
    block: IntArray
    blocks: pa.Table
    value: FloatArray
    count: FloatArray
    denominator: FloatArray
    lower: FloatArray
    upper: FloatArray
    missing: npt.NDArray[np.object_]  # a key of MISSING, or None
    basis: str

    def chosen(self, mask: npt.NDArray[np.bool_]) -> "Rows":
        """The rows for which `mask` is true."""
        columns = {
            name: getattr(self, name)[mask]
            for name in ("areas", "block", "value", "count", "denominator", "lower", "upper", "missing")
        }
        return Rows(indicator=self.indicator, blocks=self.blocks, basis=self.basis, **columns)


BLOCK = ("period", "period_start", "period_end", "characteristic", "group")


def read_rows(indicator: Indicator, observations: pa.Table, hierarchy: Hierarchy, kinds: Sequence[str]) -> Rows:
    """The observations of one indicator for areas of these kinds, without areas that no lookup knows."""
    positions = hierarchy.positions(observations["area_code"], kinds)
    keep = positions != NOWHERE
    observations = observations.filter(pa.array(keep))
    blocks = observations.group_by(list(BLOCK), use_threads=False).aggregate([])
    block = np.zeros(observations.num_rows, dtype=np.int64)
    if blocks.num_rows > 1:
        block = _block_numbers(observations, blocks)
    value = _numbers(observations["value"])
    status = np.asarray(observations["status"].cast(pa.string()).to_numpy(zero_copy_only=False), dtype=object)
    return Rows(
        indicator=indicator,
        areas=positions[keep],
        block=block,
        blocks=blocks,
        value=value,
        count=_numbers(observations["count"]),
        denominator=_numbers(observations["denominator"]),
        lower=_numbers(observations["lower"]),
        upper=_numbers(observations["upper"]),
        missing=either(np.isnan(value), status, None),
        basis=PUBLISHED,
    )


def _block_numbers(observations: pa.Table, blocks: pa.Table) -> IntArray:
    keys = [_joined(table) for table in (observations, blocks)]
    return np.asarray(pc.index_in(keys[0], value_set=keys[1]).to_numpy(), dtype=np.int64)


def _joined(table: pa.Table) -> pa.Array:
    columns = [table[name].cast(pa.string()) for name in BLOCK]
    joined = pc.binary_join_element_wise(*columns, "\x1f")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def either(condition: npt.NDArray[np.bool_], yes: Any, no: Any) -> npt.NDArray[np.object_]:
    """`yes` where the condition holds, else `no`: text or None, cell by cell."""
    cells = np.full(len(condition), no, dtype=object)
    cells[condition] = yes[condition] if isinstance(yes, np.ndarray) else yes
    return cells


def _numbers(column: pa.ChunkedArray) -> FloatArray:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def make_table(rows: Rows, hierarchy: Hierarchy) -> pa.Table:
    """The rows in the schema of a snapshot's values, repeated text kept as a dictionary."""
    lower, upper, method, reason = _intervals(rows)
    size = len(rows.areas)
    columns = {
        "indicator": _repeated(rows.indicator.slug, size),
        "area_code": hierarchy.codes.take(pa.array(rows.areas)),
        "area_kind": pa.array(hierarchy.kinds[rows.areas].tolist(), pa.string()).dictionary_encode(),
        **{name: rows.blocks[name].combine_chunks().take(pa.array(rows.block)) for name in BLOCK},
        "value": _column(rows.value),
        "count": _column(rows.count),
        "denominator": _column(rows.denominator),
        "lower": _column(lower),
        "upper": _column(upper),
        "interval_method": method,
        "interval_reason": reason,
        "missing_reason": pa.array(rows.missing.tolist(), pa.string()),
        "basis": _repeated(rows.basis, size),
        "source": _repeated(rows.indicator.source, size),
    }
    return pa.table({name: columns[name] for name in VALUES.names})


def _intervals(rows: Rows) -> tuple[FloatArray, FloatArray, pa.Array, pa.Array]:
    """The limits of every value, the method behind each and the reason where there are none."""
    definition = rows.indicator
    has_value = ~np.isnan(rows.value)
    published = has_value & ~np.isnan(rows.lower) & ~np.isnan(rows.upper)
    lower = np.where(published, rows.lower, np.nan)
    upper = np.where(published, rows.upper, np.nan)
    method = either(published, _published_method(rows), None)
    open_ = has_value & ~published
    countable = open_ & ~np.isnan(rows.count) & (np.nan_to_num(rows.denominator) > 0) & (np.nan_to_num(rows.count) >= 0)
    reason = either(open_, _reason(definition), None)
    if is_rate(definition):
        found = _limits(byar_interval, rows, countable, lower, upper, divide=True)
        method[found] = "Byar"
    elif definition.interval is not IntervalMethod.NONE:
        impossible = countable & (rows.count > rows.denominator)
        reason[impossible] = ABOVE_DENOMINATOR
        found = _limits(wilson_interval, rows, countable & ~impossible, lower, upper, divide=False)
        method[found] = "Wilson score"
    else:
        found = np.zeros(len(has_value), dtype=bool)
    reason[found] = None
    return lower, upper, _text(method), _text(reason)


def is_rate(definition: Indicator) -> bool:
    """Whether the interval of a value worked out anew is that of a rate of events."""
    published = definition.interval is IntervalMethod.PUBLISHED
    return definition.interval is IntervalMethod.BYAR or (published and definition.multiplier > PER_CENT)


def _published_method(rows: Rows) -> str:
    return PUBLISHED if rows.basis == PUBLISHED else "from the intervals of its small areas, taken as independent"


def _reason(definition: Indicator) -> str:
    if definition.interval is IntervalMethod.NONE:
        return definition.interval_reason
    return NO_INTERVAL_PUBLISHED if definition.interval is IntervalMethod.PUBLISHED else NO_COUNTS


def _limits(
    interval: Callable[..., Any],
    rows: Rows,
    where: npt.NDArray[np.bool_],
    lower: FloatArray,
    upper: FloatArray,
    *,
    divide: bool,
) -> npt.NDArray[np.bool_]:
    """Fill in the limits `where` they can be worked out; a value that its own counts do not give keeps none."""
    count, denominator = rows.count[where], rows.denominator[where]
    low, high = interval(count) if divide else interval(count, denominator)
    scale = rows.indicator.multiplier / (denominator if divide else 1.0)
    agrees = (low * scale <= rows.value[where] + ROUNDING) & (rows.value[where] <= high * scale + ROUNDING)
    found = np.flatnonzero(where)[agrees]
    lower[found], upper[found] = (low * scale)[agrees], (high * scale)[agrees]
    filled = np.zeros(len(where), dtype=bool)
    filled[found] = True
    return filled


def _repeated(text: str, size: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, dtype=np.int32)), pa.array([text]))


def _text(cells: npt.NDArray[np.object_]) -> pa.Array:
    return pa.array(cells.tolist(), pa.string()).dictionary_encode()


def _column(numbers: FloatArray) -> pa.Array:
    return pa.array(numbers, pa.float64(), mask=np.isnan(numbers))
