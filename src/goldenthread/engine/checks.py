"""Whether tables hold what a snapshot promises; anything else is refused with a sentence."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.indicators import Indicator
from goldenthread.engine.errors import StoreError
from goldenthread.engine.tables import AREA_KINDS, MISSING, SNAPSHOT

#: What makes a row of each table the only one of its kind.
KEYS = {
    "values": ("indicator", "area_code", "area_kind", "period", "characteristic", "group"),
    "areas": ("code", "kind"),
    "area_links": ("child_code", "child_kind", "parent_code"),
    "outlines": ("code", "kind"),
    "deprivation": ("area_code", "edition"),
    "neighbours": ("area_code", "model", "position"),
    "postcodes": ("postcode",),
}

#: The order rows are kept in, so that the same evidence gives the same file: by what makes a row the only one.
ORDER = KEYS | {"values": ("indicator", "area_kind", "area_code", "period", "characteristic", "group")}


def checked_tables(tables: Mapping[str, pa.Table], definitions: Mapping[str, Indicator]) -> dict[str, pa.Table]:
    """Every table of a snapshot in its schema and order, the ones not given empty; raises StoreError."""
    unknown = sorted(set(tables) - set(SNAPSHOT))
    if unknown:
        raise StoreError(f"A snapshot has no table {', '.join(unknown)}; its tables are {', '.join(SNAPSHOT)}.")
    complete = {}
    for name, schema in SNAPSHOT.items():
        table = _in_schema(name, tables.get(name, schema.empty_table()))
        if name in ORDER:
            table = _sorted(name, table)
        complete[name] = table
    _check_values(complete["values"], definitions)
    _check_kinds("areas", complete["areas"]["kind"])
    return complete


def _in_schema(name: str, table: pa.Table) -> pa.Table:
    schema = SNAPSHOT[name]
    lacking = [column for column in schema.names if column not in table.column_names]
    surplus = [column for column in table.column_names if column not in schema.names]
    if lacking or surplus:
        detail = "; ".join(
            part
            for part in (
                f"it lacks {', '.join(lacking)}" if lacking else "",
                f"it does not know {', '.join(surplus)}" if surplus else "",
            )
            if part
        )
        raise StoreError(f"The table {name} has the wrong columns: {detail}.")
    for entry in schema:
        if not entry.nullable and table[entry.name].null_count:
            row = pc.index(pc.is_null(table[entry.name]), True).as_py()
            raise StoreError(f"The table {name} has no {entry.name} in row {row + 1}; every row needs one.")
    try:
        columns = [_typed(table[entry.name], entry.type) for entry in schema]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise StoreError(f"The table {name} holds something of the wrong type: {error}.") from None
    table = pa.table(columns, names=schema.names)
    for entry in schema:
        column = table[entry.name]
        if pa.types.is_floating(entry.type) and pc.any(pc.invert(pc.is_finite(column)), min_count=0).as_py():
            raise StoreError(
                f"The table {name} holds a {entry.name} that is not a finite number; leave it out instead."
            )
    return table


def _typed(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """The column in the type wanted; text that repeats may stay a dictionary, which Parquet makes of it anyway."""
    if pa.types.is_string(wanted):
        if pa.types.is_dictionary(column.type) and column.type.value_type == wanted:
            return column.unify_dictionaries()
        return column.cast(wanted)
    return column.cast(wanted)


def _sorted(name: str, table: pa.Table) -> pa.Table:
    """The table in its order; refuses two rows with the same key, which then lie beside each other."""
    keys = ORDER[name]
    ranks = {key: _ranks(table[key]) for key in keys}
    order = np.lexsort([ranks[key] for key in reversed(keys)])
    same = np.ones(max(len(order) - 1, 0), dtype=bool)
    for rank in ranks.values():
        ordered = rank[order]
        same &= ordered[1:] == ordered[:-1]
    if same.any():
        first = table.slice(int(order[int(np.argmax(same))]), 1).to_pylist()[0]
        described = ", ".join(f"{key} {first[key]}" for key in KEYS[name])
        raise StoreError(f"The table {name} holds more than one row for {described}.")
    return table.take(pa.array(order))


def _ranks(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """For each cell the position of its value among the distinct values in order."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    column = column.unify_dictionaries()
    if not column.num_chunks:
        return np.empty(0, dtype=np.int64)
    values = column.chunk(0).dictionary
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[pc.sort_indices(values).to_numpy()] = np.arange(len(values))
    return np.concatenate([ranks[chunk.indices.to_numpy(zero_copy_only=False)] for chunk in column.chunks])


def _check_kinds(name: str, kinds: pa.ChunkedArray) -> None:
    unknown = sorted(set(pc.unique(kinds).to_pylist()) - set(AREA_KINDS))
    if unknown:
        raise StoreError(f"The table {name} names kinds of area that do not exist: {', '.join(unknown)}.")


def _check_values(values: pa.Table, definitions: Mapping[str, Indicator]) -> None:
    undefined = sorted(set(pc.unique(values["indicator"]).to_pylist()) - set(definitions))
    if undefined:
        raise StoreError(f"The values name indicators that nobody has defined: {', '.join(undefined)}.")
    _check_kinds("values", values["area_kind"])
    reasons = set(pc.unique(values["missing_reason"]).to_pylist()) - {None}
    if not reasons <= set(MISSING):
        raise StoreError(f"{', '.join(sorted(reasons - set(MISSING)))} is no reason for a missing value we know.")
    has_value = pc.is_valid(values["value"])
    has_limits = pc.and_(pc.is_valid(values["lower"]), pc.is_valid(values["upper"]))
    rules = (
        (pc.and_(pc.invert(has_value), pc.is_null(values["missing_reason"])), "has no value and no reason for it"),
        (pc.and_(has_value, pc.is_valid(values["missing_reason"])), "has both a value and a reason for having none"),
        (
            pc.and_(has_value, pc.and_(pc.invert(has_limits), pc.is_null(values["interval_reason"]))),
            "has a value but neither an interval nor the reason why there is none",
        ),
        (pc.and_(has_limits, pc.is_null(values["interval_method"])), "has an interval without its method"),
        (pc.and_(has_limits, pc.greater(values["lower"], values["upper"])), "has its limits in the wrong order"),
    )
    for broken, sentence in rules:
        row = pc.index(pc.fill_null(broken, False), True).as_py()
        if row >= 0:
            found = values.slice(row, 1).to_pylist()[0]
            described = f"{found['indicator']} of {found['area_code']} in {found['period']} ({found['group']})"
            raise StoreError(f"The value of {described} {sentence}.")
