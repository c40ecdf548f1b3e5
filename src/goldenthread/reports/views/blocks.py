"""Where editors put case studies, quotations and maps between the words of a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.plan.views.asking import ask, who
from goldenthread.reports import actions, outline, permissions
from goldenthread.reports.blocks.forms import CaseStudyForm, MapForm, QuotationForm
from goldenthread.reports.forms import ConfirmForm
from goldenthread.reports.models import AnnualReport, ReportBlock
from goldenthread.reports.presenters.blocks import make_block_lines
from goldenthread.reports.reading import read_report
from goldenthread.reports.views.staff import asks_and_takes, find, home_of, sent_with


@require_safe
@login_required
def blocks(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """What stands after the words of one place, and what may be put there."""
    permissions.check_can_read_drafts(request.user)
    one = find(slug)
    chosen = _place(one, place)
    lines = make_block_lines(one, place, on=timezone.localdate())
    can_write = one.status == "draft" and permissions.can_write_reports(request.user)
    context = {
        "report": one,
        "place": chosen,
        "lines": lines,
        "can_write": can_write,
        "can_draw": can_write and not one.is_corrected_now,
        "back": home_of(one),
    }
    return render(request, "reports/staff/blocks.html", context)


@asks_and_takes
@login_required
def add_case_study(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Tell a story."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = CaseStudyForm(sent_with(request), report=one, on=timezone.localdate())
    return _add(
        request, one, place, form, actions.place_case_study, "case study", "No story may be told here yet.",
        "Stories that are published and whose people agreed to their being told in reports. The report keeps the story "
        "as it is on the day it is published.",
        form.fields["story"],
    )  # fmt: skip


@asks_and_takes
@login_required
def add_quotation(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Quote somebody."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = QuotationForm(sent_with(request), on=timezone.localdate())
    return _add(
        request, one, place, form, actions.place_quotation, "quotation",
        "Nobody in the register of consents agreed to being quoted in reports.",
        "If they take their consent back, their words come out of the report at once.",
        form.fields["consent"],
    )  # fmt: skip


@asks_and_takes
@login_required
def add_map(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Draw an indicator by ward."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = MapForm(sent_with(request), report=one)
    return _add(
        request, one, place, form, actions.place_map, "map", "No other indicator has figures for wards.",
        "It becomes a figure of the report, with its number, its source and the list of wards for those who do not see "
        "maps.",
        form.fields["indicator"],
    )  # fmt: skip


@asks_and_takes
@login_required
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a block go up or down."""
    permissions.check_can_write_reports(request.user)
    one, block = _find(slug, pk)
    up = request.GET.get("to", request.POST.get("to", "up")) != "down"
    form = ConfirmForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.move_block(block=block, up=up, by=who(request), at=timezone.now()),
        heading=f"Move it {'up' if up else 'down'}",
        back=_blocks_of(one, block.place),
        done="Moved.",
        button="Move",
    )


@asks_and_takes
@login_required
def take_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a block out again."""
    permissions.check_can_write_reports(request.user)
    one, block = _find(slug, pk)
    form = ConfirmForm(sent_with(request))
    what = block.get_kind_display().lower()
    return ask(
        request,
        form,
        lambda: actions.take_out_block(block=block, by=who(request), at=timezone.now()),
        heading=f"Take the {what} out of the report",
        lede="The story, the consent or the indicator itself stays as it is. It can be put in again.",
        back=_blocks_of(one, block.place),
        done="Taken out.",
        button="Take it out",
    )


def _add(
    request: HttpRequest,
    one: AnnualReport,
    place: str,
    form: Form,
    action: Callable[..., ReportBlock],
    what: str,
    nothing: str,
    lede: str,
    choice: Any,
) -> HttpResponse:
    chosen = _place(one, place)
    back = _blocks_of(one, place)
    if not choice.queryset.exists():
        context = {"heading": f"There is no {what} to add", "lede": nothing, "back": back, "report": one}
        return render(request, "reports/staff/nothing_to_add.html", context)
    return ask(
        request,
        form,
        lambda: action(report=one, place=place, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Add a {what} under “{chosen.heading}”",
        lede=lede,
        back=back,
        done=f"Added the {what}.",
        button="Add it",
    )


def _find(slug: str, pk: int) -> tuple[AnnualReport, ReportBlock]:
    one = find(slug)
    return one, get_object_or_404(ReportBlock.objects.select_related("report"), report=one, pk=pk)


def _place(one: AnnualReport, key: str) -> outline.Place:
    read = read_report(one)
    places = outline.places_of(read.content if read else None)
    chosen = next((each for each in places if each.key == key and each.takes_blocks), None)
    if chosen is None:
        raise Http404("The report has no such place for case studies, quotations and maps.")
    return chosen


def _blocks_of(one: AnnualReport, place: str) -> str:
    return reverse("reports:staff_blocks", args=[one.slug, place])
