"""Reports with promises for tests, made through the same actions that staff use."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from goldenthread.accounts.models import Person
from goldenthread.checking.documents import read_document
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import Promise, SourceReport

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
_counter = itertools.count(1)

REPORT = """
# A fair year, 2024-25

## Learning

We opened two libraries. We will open a third library in Mill Ward by June 2025.
This report will be read by many.

Over the coming year we will:

- train ten people to teach reading;
- visit every school within the next two years;

## Homes

“They will never listen,” said a tenant. Forty homes are due to be built in 2025-26.
"""
#: The sentences of it that promise something, in their order.
PROMISED = (
    "We will open a third library in Mill Ward by June 2025.",
    "train ten people to teach reading;",
    "visit every school within the next two years;",
    "Forty homes are due to be built in 2025-26.",
)


def make_source(
    by: Person, text: str = REPORT, *, name: str = "report.md", is_read: bool = True, at: datetime = NOW, **fields: Any
) -> SourceReport:
    """A report that was brought in, and read unless said otherwise."""
    number = next(_counter)
    values: dict[str, Any] = {"title": f"Annual report {number}", "starts_on": None, "ends_on": None, **fields}
    source = plan_actions.upload_source(
        **values, name=name, content=f"{text}\n\n<!-- {number} -->".encode(), by=by, at=at, read_later=lambda pk: None
    )
    if is_read:
        plan_actions.read_source(pk=source.pk, at=at, read=read_document)
        source.refresh_from_db()
    return source


def make_promises(by: Person, source: SourceReport | None = None, *, at: datetime = NOW) -> Sequence[Promise]:
    """Every proposed sentence of a report accepted."""
    source = source or make_source(by)
    return [
        plan_actions.accept_sentence(sentence=sentence, by=by, at=at)
        for sentence in source.sentences.undecided().select_related("source")
    ]


def make_published(by: Person, text: str = REPORT, **fields: Any) -> Sequence[Promise]:
    """The same, published."""
    source = make_source(by, text, **fields)
    promises = make_promises(by, source)
    plan_actions.publish_promises(source=source, by=by, at=NOW)
    return promises


def many(count: int) -> str:
    """A report with so many promises."""
    parts = (f"## Part {n}\n\nWe will do thing {n} by May 2025." for n in range(count))
    return "\n\n".join(("# Report 2024-25", *parts))
