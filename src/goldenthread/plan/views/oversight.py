"""Oversight: overdue, unowned, slipping, blocked, not updated; by any part of the council; to read and to download."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import as_download
from goldenthread.plan import oversight as looking
from goldenthread.plan import permissions, staff_presenters
from goldenthread.plan.models import Action

ACTIONS_ON_A_PAGE = 25
GROUPS_ON_A_PAGE = 20


@require_safe
@login_required
def oversight(request: HttpRequest) -> HttpResponse:
    """Every open action that the filters let through, with its concerns, and how many there are of each."""
    permissions.check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = looking.OversightFilter(request.GET)
    actions = filters.narrow(Action.objects.open(), on=today)
    download = as_download(
        request.GET.get("as", ""),
        name=f"actions-{today}",
        title="Actions",
        columns=looking.COLUMNS,
        rows=lambda: looking.write_rows(looking.read_each(actions), on=today),
    )
    if download is not None:
        return download
    counts, groups = looking.count_all(actions, filters.grouping, on=today)
    pages = Paginator(actions.values("pk"), ACTIONS_ON_A_PAGE)
    pages.count = counts["all"]  # counted already
    page = pages.get_page(request.GET.get("page"))
    groups_page = Paginator(groups, GROUPS_ON_A_PAGE).get_page(request.GET.get("groups"))
    context = {
        "filters": filters,
        "page": page,
        "rows": staff_presenters.make_overseen_rows(looking.read_whole(actions, page.object_list), on=today),
        "counts": counts,
        "concerns": [(name, words, counts[name]) for name, words in looking.CONCERNS.items()],
        "concern_names": list(looking.CONCERNS.values()),
        "groups": groups_page,
        "grouping": filters.grouping,
        "grouping_words": looking.GROUPINGS[filters.grouping],
        "where": looking.address_of_part(filters),
    }
    return render(request, "plan/staff/oversight.html", context)
