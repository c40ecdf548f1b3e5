"""The page for those who come from R names functions that exist, and every proof it points at is there."""

import re
from pathlib import Path

from goldenthread.core import statistics

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "how-to" / "from-r.md").read_text(encoding="utf-8")


def test_every_function_it_names_is_in_the_package():
    named = set(re.findall(r"\bgs\.([A-Za-z_0-9]+)", PAGE))
    assert len(named) > 30
    assert {name for name in named if not hasattr(statistics, name)} == set()


def test_every_proof_it_points_at_is_there():
    proofs = set(re.findall(r"`(tests/[^`]+\.py)`", PAGE))
    assert len(proofs) == 3
    assert all((ROOT / proof).is_file() for proof in proofs)
