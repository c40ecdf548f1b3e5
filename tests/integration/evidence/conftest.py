"""A site about the invented district of Testford, with or without evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.factories.snapshots import OTHERS, PLACE, WARDS, make_rows, proportion_row, value_row, write_snapshot, year

from goldenthread.engine.store import Snapshot
from goldenthread.evidence import numbers
from goldenthread.frontend.council import Council

TESTFORD = Council(
    name="Testford Borough Council", code=PLACE, short_name="Testford", phone="01632 960200", is_invented=True
)


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Testford's site with an empty store; the second factor has tests of its own."""
    settings.COUNCIL = TESTFORD
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    settings.SECOND_FACTOR_REQUIRED = False
    numbers.forget()
    yield
    numbers.forget()


def rows_of_testford() -> dict[str, list[dict[str, Any]]]:
    """The invented snapshot, with every district's poor health in two years, so that there is somebody to rank."""
    rows = make_rows()
    for number, code in enumerate(OTHERS):
        rows["values"].append(proportion_row("poor-health", code, "district", 3000 + 300 * number, 30_000))
    rows["values"].append(proportion_row("poor-health", PLACE, "district", 3000, 20_000, **year(2022)))
    rows["values"].append(value_row("poor-health", WARDS[0], "ward24", None, **year(2022)))
    return rows


@pytest.fixture
def evidence(settings: Any, site: None) -> Snapshot:
    """Testford's evidence."""
    return write_snapshot(Path(settings.EVIDENCE_STORE), rows_of_testford())
