"""What Alderbrook is going to decide and whom it would affect, as data: its days are counted from today."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

#: As committee systems name the columns of their Forward Plan.
HEADINGS = {
    "reference": "Issue ID",
    "title": "Issue title",
    "summary": "Summary",
    "key": "Decision type",
    "maker": "Decision maker",
    "due": "Decision due",
    "member": "Lead member",
    "department": "Department",
    "consultation": "Consultation process",
    "wards": "Wards affected",
}


@cache
def load_assessments() -> dict[str, Any]:
    """Return the Forward Plans, assessments, overrides and reasons why none is needed."""
    text = (files("goldenthread.samples.alderbrook") / "assessments.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def write_forward_plan(decisions: Sequence[Mapping[str, Any]], *, today: date) -> bytes:
    """Return the decisions as the file that a committee system would give, with days beside today."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADINGS.values())
    for decision in decisions:
        due = today + timedelta(days=decision["due"])
        cells = {**decision, "due": f"{due.day} {due:%B %Y} by {decision['maker']}"}
        writer.writerow([str(cells[name]).strip() for name in HEADINGS])
    return written.getvalue().encode("utf-8")
