"""Testford's evidence with somebody to rank it among."""

from __future__ import annotations

from typing import Any

from tests.factories.snapshots import OTHERS, PLACE, WARDS, make_rows, proportion_row, value_row, year


def rows_of_testford() -> dict[str, list[dict[str, Any]]]:
    """The invented snapshot, with every district's poor health in two years, so that there is somebody to rank."""
    rows = make_rows()
    for number, code in enumerate(OTHERS):
        rows["values"].append(proportion_row("poor-health", code, "district", 3000 + 300 * number, 30_000))
    rows["values"].append(proportion_row("poor-health", PLACE, "district", 3000, 20_000, **year(2022)))
    rows["values"].append(value_row("poor-health", WARDS[0], "ward24", None, **year(2022)))
    return rows
