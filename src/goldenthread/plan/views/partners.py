"""The staff's pages of partners: what each works on, and whose people sign in for it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.frontend.downloads import as_download
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions, short_lists
from goldenthread.plan.forms import PartnerForm
from goldenthread.plan.models import Partner
from goldenthread.plan.views.asking import ask, who

PARTNERS_ON_A_PAGE = 50


@require_safe
@login_required
def partners(request: HttpRequest) -> HttpResponse:
    """Every partner that an action names."""
    permissions.check_can_read_drafts(request.user)
    filters = short_lists.PartnerFilter(request.GET)
    works_on = Count("actions", filter=Q(actions__removed_at__isnull=True))
    listed = filters.narrow(Partner.objects.select_related("team").annotate(action_count=works_on))
    download = as_download(
        request.GET.get("as", ""),
        name=f"partners-{timezone.localdate()}",
        title="Partners",
        columns=short_lists.PARTNER_COLUMNS,
        rows=lambda: map(short_lists.write_partner, listed),
    )
    if download is not None:
        return download
    context = {
        "filters": filters,
        "page": Paginator(listed, PARTNERS_ON_A_PAGE).get_page(request.GET.get("page")),
        "can_edit": permissions.can_edit_plans(request.user),
    }
    return render(request, "plan/staff/partners.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose people sign in for a partner."""
    permissions.check_can_edit_plans(request.user)
    one = get_object_or_404(Partner.objects.select_related("team"), pk=pk)
    form = PartnerForm(request.POST or None, initial={"team": one.team}, partner=one)
    return ask(
        request,
        form,
        lambda: plan_actions.set_partner_team(partner=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Who signs in for {one}",
        back=reverse("plan:staff_partners"),
        done="Saved.",
        lede="People of that team see the actions that name this partner, and can update them and record figures.",
    )
