"""Oversight: overdue, unowned, slipping, blocked, not updated; by aim, team, owner; to read and to download."""

from __future__ import annotations

import csv
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.plan import oversight as looking
from goldenthread.plan import permissions, presenters
from goldenthread.plan.models import Action

ACTIONS_ON_A_PAGE = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def oversight(request: HttpRequest) -> HttpResponse:
    """Every open action that the filters let through, with its concerns, and how many there are of each."""
    permissions.check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = looking.OversightFilter(request.GET)
    actions = filters.narrow(looking.actions_overseen(), on=today)
    wanted = request.GET.get("as", "")
    if wanted == "csv":
        return _as_csv(actions, on=today)
    if wanted == "xlsx":
        return _as_workbook(actions, on=today)
    page = Paginator(actions, ACTIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    counts = looking.count_concerns(actions, on=today)
    context = {
        "filters": filters,
        "page": page,
        "rows": [(each, presenters.make_status(each.status), looking.concerns_in(each, on=today)) for each in page],
        "counts": counts,
        "concerns": [(name, words, counts[name]) for name, words in looking.CONCERNS.items()],
        "concern_names": list(looking.CONCERNS.values()),
        "groups": looking.count_by(actions, filters.grouping, on=today),
        "grouping": filters.grouping,
    }
    return render(request, "plan/staff/oversight.html", context)


def _as_csv(actions: QuerySet[Action], *, on: date) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="actions-{on.isoformat()}.csv"'
    writer = csv.writer(response)
    writer.writerow(looking.COLUMNS)
    writer.writerows(looking.write_row(action, on=on) for action in actions.iterator(chunk_size=500))
    return response


def _as_workbook(actions: QuerySet[Action], *, on: date) -> HttpResponse:
    response = HttpResponse(looking.make_workbook(actions, on=on), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="actions-{on.isoformat()}.xlsx"'
    return response
