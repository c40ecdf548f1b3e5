"""Reporting a problem with a page, and the staff pages that answer."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.accounts.permissions import signed_in
from goldenthread.frontend.downloads import as_download
from goldenthread.messages import actions, permissions, presenters
from goldenthread.messages.forms import AnswerForm, ProblemFilter, ProblemForm, page_on_this_site
from goldenthread.messages.models import MoveNotAllowed, ProblemReport, ProblemStatus

PROBLEMS_ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def report_problem(request: HttpRequest) -> HttpResponse:
    """Anybody tells us what is wrong with a page."""
    page = page_on_this_site(request.GET.get("page", ""))
    form = ProblemForm(request.POST or None, initial={"page": page})
    if request.method == "POST" and form.is_from_machine:
        return redirect("messages:problem_reported")
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("page", "doing", "what_happened", "email")}
        try:
            actions.report_problem(**told, sender_key=_sender_key(request), at=timezone.now())
        except actions.TooManyReports:
            return render(request, "messages/too_many_problems.html", status=429)
        return redirect("messages:problem_reported")
    context = {"form": form, "about_page": page or page_on_this_site(form.data.get("page", ""))}
    return render(request, "messages/report_problem.html", context, status=400 if form.errors else 200)


@require_safe
def problem_reported(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens next."""
    return render(request, "messages/problem_reported.html")


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """What readers reported, the latest on top."""
    permissions.check_can_answer_problems(request.user)
    filters = ProblemFilter(request.GET)
    found = filters.narrow(ProblemReport.objects.all())
    download = as_download(
        request.GET.get("as", ""),
        name=f"reported-problems-{timezone.localdate()}",
        title="Reported problems",
        columns=presenters.PROBLEM_COLUMNS,
        rows=lambda: map(presenters.write_problem, found.iterator(chunk_size=500)),
    )
    if download is not None:
        return download
    page = Paginator(found, PROBLEMS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [presenters.make_problem_row(problem) for problem in page],
        "waiting_count": ProblemReport.objects.waiting().count(),
    }
    return render(request, "messages/problems.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One problem, and the form to answer it."""
    permissions.check_can_answer_problems(request.user)
    report = get_object_or_404(ProblemReport.objects.select_related("handled_by"), pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer_problem(
                problem=report, answer=form.cleaned_data["answer"], by=signed_in(request.user), at=timezone.now()
            )
        except MoveNotAllowed:
            messages.error(request, "Somebody has answered or closed this problem in the meantime.")
        else:
            messages.success(request, "The answer has been sent." if report.email else "The answer has been kept.")
        return redirect(report)
    context = {
        "problem": report,
        "status": presenters.make_problem_status(report),
        "form": form,
        "is_new": report.status == ProblemStatus.NEW,
        "is_closed": report.status == ProblemStatus.CLOSED,
    }
    return render(request, "messages/problem.html", context, status=400 if form.errors else 200)


#: What a button on a problem's page does.
DEEDS = {"close": actions.close_problem, "reopen": actions.reopen_problem}


@require_POST
def do_to_problem(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do what a button on a problem's page says."""
    permissions.check_can_answer_problems(request.user)
    report = get_object_or_404(ProblemReport, pk=pk)
    try:
        DEEDS[deed](problem=report, by=signed_in(request.user), at=timezone.now())
    except MoveNotAllowed:
        messages.error(request, "Somebody has changed this problem in the meantime.")
    return redirect(report)


def _sender_key(request: HttpRequest) -> str:
    # Enough to count the reports of one connection on one day, and nothing to know anybody by.
    connection = get_adapter(request).get_client_ip(request)
    value = f"{timezone.localdate().isoformat()} {connection}"
    return salted_hmac("goldenthread.messages.problems", value, algorithm="sha256").hexdigest()
