"""The read API over the workforce equality plan: what may be shown, small numbers hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from goldenthread.plan.api_lists import MOST_AT_ONCE
from goldenthread.plan.models import PopulationBinding, WorkforceTable
from goldenthread.plan.workforce.protecting import load_blocks
from goldenthread.plan.workforce.reading import WorkforceKind
from goldenthread.plan.workforce.representing import represent
from goldenthread.plan.workforce.residents import residents_of

router = Router()


class WorkforceTableOut(Schema):
    id: int
    title: str
    kind: str
    as_of: date
    source: str
    question: str


class ShownCellOut(Schema):
    grade: str
    count: int | None
    out_of: int | None
    is_hidden: bool


class ShownRowOut(Schema):
    group: str
    cells: list[ShownCellOut]


class RepresentationOut(Schema):
    group: str
    share: float | None
    residents_share: float | None
    index: float | None
    index_lower: float | None
    index_upper: float | None
    says: str
    indicator_slug: str


class ShownBlockOut(Schema):
    characteristic: str
    period: str
    rows: list[ShownRowOut]
    representation: list[RepresentationOut]


class WorkforceDetailOut(WorkforceTableOut):
    blocks: list[ShownBlockOut]


@router.get("/workforce", response=list[WorkforceTableOut], summary="Counts of staff that are published")
def list_workforce(request: HttpRequest) -> Any:
    return WorkforceTable.objects.published()[:MOST_AT_ONCE]


@router.get("/workforce/{pk}", response=WorkforceDetailOut, summary="One table of staff, small numbers hidden")
def get_workforce(request: HttpRequest, pk: int) -> dict[str, Any]:
    table = WorkforceTable.objects.published().filter(pk=pk).first()
    if table is None:
        raise Http404("No such table is published.")
    residents = residents_of(PopulationBinding.objects.select_related("indicator"))
    is_staff = table.kind == WorkforceKind.STAFF
    return {
        **{name: getattr(table, name) for name in WorkforceTableOut.model_fields},
        "blocks": [
            {
                "characteristic": block.characteristic,
                "period": block.period,
                "rows": [
                    {
                        "group": row.group,
                        "cells": [
                            {
                                "grade": cell.grade,
                                "count": cell.count,
                                "out_of": cell.out_of,
                                "is_hidden": cell.count is None,
                            }
                            for cell in row.cells
                        ],
                    }
                    for row in block.rows
                ],
                "representation": [
                    {
                        **{name: getattr(line, name) for name in RepresentationOut.model_fields if hasattr(line, name)},
                        "indicator_slug": line.residents.indicator_slug if line.residents else "",
                    }
                    for line in (represent(block, residents) if is_staff else ())
                ],
            }
            for block in load_blocks(table.shown)
        ],
    }
