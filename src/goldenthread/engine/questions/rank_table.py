"""Where the place stands among others in every indicator at once."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.errors import QuestionError
from goldenthread.engine.questions.area_values import ALL
from goldenthread.engine.questions.latest_values import ends_last, latest_values, of_area
from goldenthread.engine.questions.neighbours import neighbour_codes
from goldenthread.engine.questions.rank import DISTRICTS, NEIGHBOURS, Rank, make_rank
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import BORROWED


def rank_table(
    snapshot: Snapshot, area_code: str | None = None, *, among: str = DISTRICTS, model: str | None = None
) -> dict[str, Rank]:
    """By indicator the rank of an area (the place itself unless named) in the latest period it has a value of its own
    for; without the indicators in which it has none to rank."""
    code = area_code or snapshot.place.code
    compared = _districts(snapshot, code)
    if among == NEIGHBOURS:
        near = pa.array([code, *neighbour_codes(snapshot, code, model)], pa.string())
        compared = compared.filter(pc.is_in(compared["area_code"], near))
    elif among != DISTRICTS:
        raise QuestionError(f"Every indicator is ranked among {DISTRICTS} or {NEIGHBOURS}, not {among!r}.")
    found = {}
    for slug, own in latest_values(snapshot, code).items():
        if own.area_kind != "district" or own.estimate is None or not own.is_own:
            continue
        rows = only(compared, indicator=slug, period=own.period.label)
        values = rows["value"].to_numpy().astype(np.float64)
        is_own = rows["basis"].to_numpy() != BORROWED
        known = values[~np.isnan(values) & is_own]
        rank = make_rank(snapshot.definition(slug), own, among, known, without=len(values) - len(known))
        if rank is not None:
            found[slug] = rank
    return found


def _districts(snapshot: Snapshot, code: str) -> pa.Table:
    """The districts' values of every indicator, in the period that ends last for the area."""

    def question(table: Callable[[str], Any]) -> Any:
        values = table("values")
        wanted = ends_last(of_area(values, code)).select("indicator", "period").distinct()
        districts = values.filter(values.area_kind == "district", values.characteristic == ALL)
        names = ("indicator", "period", "area_code", "value", "basis")
        return districts.semi_join(wanted, ["indicator", "period"]).select(*names).order_by(list(names[:3]))

    return snapshot.once(("districts as of", code), lambda: snapshot.ask(question))
