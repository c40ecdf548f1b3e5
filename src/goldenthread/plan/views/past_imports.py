"""The staff's pages of files that were brought in: who brought which when, and what it did."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import as_download
from goldenthread.plan import permissions
from goldenthread.plan.importing import past
from goldenthread.plan.importing.fates import ROWS_ON_A_PAGE
from goldenthread.plan.importing.previews import read_preview
from goldenthread.plan.models import PlanImport

FILES_ON_A_PAGE = 50
CHANGES_ON_A_PAGE = 50
FATE_COLUMNS = ("Where", "What is written", "Taken for", "What happened")


@require_safe
@login_required
def past_imports(request: HttpRequest) -> HttpResponse:
    """Every file that was brought into a plan, filtered and ordered; to read and to download."""
    permissions.check_can_read_drafts(request.user)
    filters = past.ImportFilter(request.GET)
    found = past.list_imports(filters)
    download = as_download(
        request.GET.get("as", ""),
        name=f"files-brought-in-{timezone.localdate()}",
        title="Files brought in",
        columns=past.COLUMNS,
        rows=lambda: (past.write_row(each) for each in found.iterator(chunk_size=500)),
    )
    if download is not None:
        return download
    page = Paginator(found, FILES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "can_edit": permissions.can_edit_plans(request.user)}
    return render(request, "plan/staff/import/past.html", context)


@require_safe
@login_required
def past_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what it changed, and what became of each of its rows."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(PlanImport.objects.select_related("plan", "brought_in_by"), pk=pk)
    preview = read_preview(one.preview) if one.preview is not None else None
    fates = preview.fates if preview else ()
    download = as_download(
        request.GET.get("as", ""), name=f"file-{one.pk}-rows", title="Every row of the file", columns=FATE_COLUMNS,
        rows=lambda: fates,
    )  # fmt: skip
    if download is not None:
        return download
    notes = one.notes.select_related("action").order_by("sheet", "row", "pk")
    context = {
        "source": one,
        "preview": preview,
        "changed": _page(request, "changes", preview.changed if preview else (), CHANGES_ON_A_PAGE),
        "fates": _page(request, "page", fates, ROWS_ON_A_PAGE),
        "columns": FATE_COLUMNS,
        "notes": _page(request, "notes", notes, CHANGES_ON_A_PAGE),
    }
    return render(request, "plan/staff/import/past_one.html", context)


def _page(request: HttpRequest, name: str, items: Any, size: int) -> Page[Any]:
    """One page of one of the lists of a page, each with its own number in the address."""
    return Paginator(items, size).get_page(request.GET.get(name))
