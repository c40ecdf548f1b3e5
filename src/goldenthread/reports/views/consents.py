"""The register of consents: by alias; what is used where; withdrawing; and, for few, who stands behind an alias."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import KINDS, send_table
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who
from goldenthread.reports import actions
from goldenthread.reports.forms import ConfirmForm
from goldenthread.reports.models import Consent
from goldenthread.reports.stories import forms, lists, permissions, presenters
from goldenthread.reports.stories.consenting import why_not
from goldenthread.reports.stories.kinds import Channel, Scope
from goldenthread.reports.stories.reading import find_uses
from goldenthread.reports.views.staff import asks_and_takes, sent_with

ON_A_PAGE = 50


@require_safe
@login_required
def consents(request: HttpRequest) -> HttpResponse:
    """Everything somebody agreed to: what ends first on top."""
    permissions.check_can_read_consents(request.user)
    today = timezone.localdate()
    filters = lists.ConsentFilter(request.GET)
    listed = filters.narrow(lists.consents_with_uses(), on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(presenters.table_of_consents(listed, on=today), wanted, f"consents-{today}")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "lines": [
            presenters.make_consent_line(each, on=today, stories=getattr(each, "story_count", 0)) for each in page
        ],
        "ending": Consent.objects.ending(on=today).count(),
        "can_keep": permissions.can_keep_consents(request.user),
    }
    return render(request, "reports/staff/consents/consents.html", context)


@require_safe
@login_required
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """One consent and everything that uses it."""
    permissions.check_can_read_consents(request.user)
    one, today = _find(pk), timezone.localdate()
    uses = find_uses(one)
    context = {
        "consent": one,
        "line": presenters.make_consent_line(one, on=today, stories=0),
        "uses": uses,
        "is_quotable": not why_not(one, Scope.QUOTE, Channel.REPORT, on=today),
        "marked": list(one.edition_withdrawals.select_related("edition__report", "recorded_by")),
        "can_keep": permissions.can_keep_consents(request.user),
        "can_see_who": permissions.can_see_who(request.user),
    }
    return render(request, "reports/staff/consents/consent.html", context)


@asks_and_takes
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Enter a consent."""
    permissions.check_can_keep_consents(request.user)
    form = forms.NewConsentForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.record_consent(**form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Enter a consent",
        lede="What somebody agreed to, as their signed form has it. Ask for each use; set no tick that they did not.",
        back=reverse("reports:staff_consents"),
        done="It is in the register.",
        button="Enter it",
    )


@asks_and_takes
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a consent right."""
    permissions.check_can_keep_consents(request.user)
    one = _find(pk)
    form = forms.ChangeConsentForm(sent_with(request), initial=forms.ChangeConsentForm.initial_of(one))
    return ask(
        request,
        form,
        lambda: actions.change_consent(consent=one, changes=form.changes, by=who(request), at=timezone.now()),
        heading=f"Change the consent {one.reference}",
        lede="What it no longer covers is not shown from the moment you save.",
        back=one.get_absolute_url(),
        done="Changed.",
    )


@asks_and_takes
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a consent back: everything that uses it is shown first."""
    permissions.check_can_keep_consents(request.user)
    one = _find(pk)
    form = forms.WithdrawForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.withdraw_consent(consent=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"{one.alias.name} withdraws the consent {one.reference}",
        back=one.get_absolute_url(),
        button="Withdraw it now",
        done="Withdrawn. Pages are down and editions are marked; what is left to rewrite is listed here.",
        template="reports/staff/consents/withdraw.html",
        uses=find_uses(one),
        consent=one,
    )


@never_cache
@asks_and_takes
@login_required
def holder(request: HttpRequest, pk: int) -> HttpResponse:
    """Look up who stands behind the alias. The name is in this one answer and nowhere else."""
    permissions.check_can_see_who(request.user)
    one = _find(pk)
    form = forms.LookUpForm(sent_with(request))
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.look_up_holder(alias=one.alias, **form.cleaned_data, by=who(request), at=timezone.now())
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "consent": one, "holder": found}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "reports/staff/consents/holder.html", context, status=status)


@asks_and_takes
@login_required
def write_holder(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who stands behind the alias; what is there is written over and not shown."""
    permissions.check_can_keep_consents(request.user)
    one = _find(pk)
    form = forms.HolderForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.record_holder(alias=one.alias, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Who stands behind “{one.alias.name}”?",
        lede="Kept apart from everything else. What was written here before is not shown, and is written over.",
        back=one.get_absolute_url(),
        done="Written down. It is shown only to whoever may look it up, and each look is logged.",
    )


@asks_and_takes
@login_required
def forget_holder(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase who stands behind the alias."""
    permissions.check_can_see_who(request.user)
    one = _find(pk)
    form = ConfirmForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.forget_holder(alias=one.alias, by=who(request), at=timezone.now()),
        heading=f"Erase who stands behind “{one.alias.name}”",
        lede="It cannot be brought back. The alias and its consents stay; nobody can ask this person again from here.",
        back=one.get_absolute_url(),
        button="Erase",
        done="Erased.",
    )


def _find(pk: int) -> Consent:
    return get_object_or_404(Consent.objects.select_related("alias", "recorded_by"), pk=pk)
