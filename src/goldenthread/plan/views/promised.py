"""What everybody can read: what was promised in earlier reports, and what became of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import as_download
from goldenthread.plan.models import SourceReport
from goldenthread.plan.promises import register
from goldenthread.plan.promises.forms import PublicPromiseFilter
from goldenthread.plan.promises.presenters import count_sentence, make_counts, make_line
from goldenthread.plan.promises.states import PromiseState

PROMISES_ON_A_PAGE = 100


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What we promised: kept, late, changed, dropped; the latest report unless another is asked for."""
    today = timezone.localdate()
    reports = list(SourceReport.objects.light().published())
    asked = request.GET.copy()
    if reports and "report" not in asked:
        asked["report"] = reports[0].slug
    filters = PublicPromiseFilter(asked)
    everything = register.all_promises().public()
    found = register.narrow(everything, filters, on=today)
    download = as_download(
        request.GET.get("as", ""),
        name="promises",
        title="Promises",
        columns=register.COLUMNS,
        rows=lambda: (register.write_row(each) for each in found.iterator(chunk_size=500)),
    )
    if download is not None:
        return download
    report = filters.cleaned_data.get("report")
    counts = register.count_states(everything.filter(source=report) if report else everything)
    page = Paginator(found, PROMISES_ON_A_PAGE).get_page(request.GET.get("page"))
    linked = register.find_published(page)
    context = {
        "filters": filters,
        "report": report,
        "reports": reports,
        "page": page,
        "lines": [make_line(each, linked.get(each.pk, ()), on=today) for each in page],
        "counts": make_counts(counts),
        "sentence": count_sentence(counts),
        "total": sum(counts.values()),
    }
    return render(request, "plan/promises.html", context)


@require_safe
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """One promise: the sentence as it stood, what became of it, and every answer before."""
    one = get_object_or_404(register.all_promises().public(), number=number)
    linked = register.find_published([one]).get(one.pk, ())
    answers = [(each, register.COLOURS[PromiseState(each.state)]) for each in one.answers.all()]
    context = {
        "line": make_line(one, linked, on=timezone.localdate()),
        "source": one.source,
        "answers": answers,
        "due_reason": one.sentence.due_reason if one.due_on == one.sentence.due_on else "",
        "due_phrase": one.sentence.due_phrase,
    }
    return render(request, "plan/promise.html", context)
