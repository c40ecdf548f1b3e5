"""The staff pages of the audit log."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.accounts import audit, permissions, presenters
from goldenthread.accounts.forms.staff import AuditFilter, NotedHashForm
from goldenthread.accounts.models import AuditEvent
from goldenthread.frontend.downloads import as_download

EVENTS_ON_A_PAGE = 50


@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """What was done, the latest on top unless another order is asked for."""
    permissions.check_can_read_audit_log(request.user)
    filters = AuditFilter(request.GET)
    events = filters.narrow(AuditEvent.objects.all())
    download = as_download(
        request.GET.get("as", ""),
        name=f"audit-log-{timezone.localdate()}",
        title="Audit log",
        columns=audit.EXPORT_COLUMNS,
        rows=lambda: ([str(cell) for cell in cells] for cells in audit.cells_of(events)),
    )
    if download is not None:
        return download
    page = Paginator(events, EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "filters": filters,
        "page": page,
        "events": [presenters.make_event_row(event) for event in page],
        "asked": asked.urlencode(),
    }
    return render(request, "accounts/audit_log.html", context)


@require_safe
def export_audit_log(request: HttpRequest) -> StreamingHttpResponse:
    """The events that the filters let through, as CSV, the first on top."""
    permissions.check_can_read_audit_log(request.user)
    events = AuditFilter(request.GET).narrow(AuditEvent.objects.all()).order_by("position")
    response = StreamingHttpResponse(audit.export_rows(events), content_type="text/csv; charset=utf-8")
    today = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="audit-log-{today}.csv"'
    return response


@require_safe
def verify_audit_log(request: HttpRequest) -> HttpResponse:
    """Follow the whole chain and say whether it is as it was written."""
    permissions.check_can_read_audit_log(request.user)
    form = NotedHashForm(request.GET)
    verdict = audit.verify_chain(form.cleaned_data["noted_hash"]) if form.is_valid() else None
    context = {"form": form, "verdict": verdict, "checked_at": timezone.now()}
    return render(request, "accounts/verify_audit_log.html", context, status=200 if verdict else 400)
