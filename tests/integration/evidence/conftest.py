"""A site about the invented district of Testford, with or without evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.factories.snapshots import PLACE, write_snapshot
from tests.factories.testford import rows_of_testford

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


@pytest.fixture
def evidence(settings: Any, site: None) -> Snapshot:
    """Testford's evidence."""
    return write_snapshot(Path(settings.EVIDENCE_STORE), rows_of_testford())
