"""Documents of a plan for tests that need no database."""

from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.plan.documents import MeasureDocument, MeasureProgress, ReadingDocument


def make_measure_document(**changes: Any) -> MeasureDocument:
    """A count that lacks nothing."""
    values: dict[str, Any] = {
        "number": "1",
        "section_number": "2",
        "action_number": "11",
        "title": "People who came",
        "description": "",
        "kind": "count",
        "unit": "people",
        "decimals": 0,
        "direction": "up",
        "source": "Sign-in sheets",
        "has_owner": True,
        "owner_role": "Head of Democracy",
        "baseline_value": Decimal(40),
        "baseline_on": date(2025, 3, 31),
        "baseline_note": "",
        "target_value": Decimal(100),
        "target_words": "",
        "target_on": date(2027, 3, 31),
        "indicator_slug": "",
        "indicator_name": "",
        "area_code": "",
        "statistic": "",
        "cadence": None,
        "progress": MeasureProgress(),
    }
    return MeasureDocument(**{**values, **changes})


def make_reading(on: date = date(2026, 3, 31), **changes: Any) -> ReadingDocument:
    """A reading of a count."""
    values: dict[str, Any] = {
        "on": on, "period": "", "value": None, "count": None, "denominator": None, "text": "", "evidence": "",
    }  # fmt: skip
    return ReadingDocument(**{**values, **changes})
