"""What everybody can read of the registers and of the duties in law: roles rather than names, overdue first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import KINDS, send_table
from goldenthread.plan.actions.registering import due_duties, nation_name
from goldenthread.plan.models import RegisterEntry
from goldenthread.plan.presenters import make_blocks
from goldenthread.plan.registers import lists, presenters
from goldenthread.plan.registers.kinds import RegisterKind

ON_A_PAGE = 50


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The registers, with how many entries each has and how many are overdue."""
    today = timezone.localdate()
    entries = list(RegisterEntry.objects.public().kept().values_list("register", "due_on"))
    cards = []
    for kind in RegisterKind:
        dates = [due_on for register, due_on in entries if register == kind]
        overdue = sum(due_on is not None and due_on < today for due_on in dates)
        cards.append((kind, kind.words, len(dates), overdue))
    finding = presenters.write_duties_finding(due_duties(), on=today)
    return render(request, "plan/registers/registers.html", {"cards": cards, "finding": finding})


@require_safe
def register(request: HttpRequest, register: str) -> HttpResponse:
    """One register."""
    if register not in set(RegisterKind):
        raise Http404("There is no such register.")
    kind = RegisterKind(register)
    today = timezone.localdate()
    filters = lists.EntryFilter(request.GET, is_one_register=True)
    listed = filters.narrow(lists.entries_with_words().filter(register=kind.value, is_public=True), on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(presenters.table_of_entries(listed, on=today, for_staff=False), wanted, kind.value)
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "words": kind.words,
        "filters": filters,
        "page": page,
        "lines": [presenters.make_entry_line(entry, on=today) for entry in page],
    }
    return render(request, "plan/registers/register.html", context)


@require_safe
def entry(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """One entry of a register."""
    one = get_object_or_404(lists.entries_with_words(), register=register, pk=pk, is_public=True)
    context = {
        "entry": one,
        "words": one.kind.words,
        "text": make_blocks(one.text),
        "line": presenters.make_entry_line(one, on=timezone.localdate()),
        "results": [presenters.make_result(each) for each in one.results.all() if not hasattr(each, "corrected_by")],
        "renewals": one.renewals.all(),
    }
    return render(request, "plan/registers/entry.html", context)


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """The duties in law: when each was done, and when it is due."""
    today = timezone.localdate()
    every = due_duties()
    filters = lists.DutyFilter(request.GET)
    found = filters.narrow(every, on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(presenters.table_of_duties(found, on=today), wanted, "duties")
    context = {
        "filters": filters,
        "lines": [presenters.make_duty_line(each, on=today) for each in found],
        "finding": presenters.write_duties_finding(every, on=today),
        "nation": nation_name(),
    }
    return render(request, "plan/registers/duties.html", context)
