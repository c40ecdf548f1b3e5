"""Releases: the public calendar; planning, preparing, reading early, signing off, publishing; election dates."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.frontend.downloads import as_download
from goldenthread.plan import due_lists, permissions, presenters
from goldenthread.plan.actions import releasing
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.models import Plan, PreElectionPeriod, Release, ReleasedPlan
from goldenthread.plan.releases import permissions as release_permissions
from goldenthread.plan.releases import presenters as release_presenters
from goldenthread.plan.releases.forms import (
    FreezeForm,
    PrepareForm,
    PublishReleaseForm,
    QuartersForm,
    ReasonForm,
    ReleaseDaysForm,
    ReleaseFilter,
    ReleaseForm,
    ReplyFilter,
)
from goldenthread.plan.releases.freezes import freeze_on, say_frozen
from goldenthread.plan.releases.prepared import read_prepared
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who
from goldenthread.plan.working_days import add_working_days, last_quarter, next_working_day

RELEASES_ON_A_PAGE = 25
PAST_SHOWN = 12
question = require_http_methods(["GET", "HEAD", "POST"])
SORTS = {"": ("-publish_on", "-pk"), "day": ("publish_on", "pk"), "title": ("title", "pk")}


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """When the next figures come, and which came last. Everybody reads it."""
    today = timezone.localdate()
    shown = Release.objects.with_plans()
    freezes = list(PreElectionPeriod.objects.not_over(on=today))
    past = Release.objects.published() | Release.objects.filter(state="cancelled")
    context = {
        "coming": [release_presenters.make_entry(each, freezes, on=today) for each in shown.coming().soonest_first()],
        "past": [
            release_presenters.make_entry(each, [], on=today)
            for each in shown.filter(pk__in=past.order_by("-publish_on").values("pk")[:PAST_SHOWN])
        ],
        "freezes": freezes,
    }
    return render(request, "plan/releases.html", context)


@require_safe
@login_required
def releases(request: HttpRequest) -> HttpResponse:
    """Every release, and where it is."""
    permissions.check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = ReleaseFilter(request.GET)
    listed = _narrow(filters)
    download = as_download(
        request.GET.get("as", ""),
        name=f"releases-{today}",
        title="Releases",
        columns=release_presenters.COLUMNS,
        rows=lambda: map(release_presenters.write_row, listed.iterator(chunk_size=200)),
    )
    if download is not None:
        return download
    freeze = freeze_on(today)
    context = {
        "filters": filters,
        "page": Paginator(listed, RELEASES_ON_A_PAGE).get_page(request.GET.get("page")),
        "freeze": say_frozen(freeze) if freeze else "",
        "can_plan": release_permissions.can_plan_releases(request.user),
    }
    return render(request, "plan/staff/releases.html", context)


def _narrow(filters: ReleaseFilter) -> QuerySet[Release]:
    filters.full_clean()
    wanted = filters.cleaned_data
    listed = Release.objects.select_related("signer").annotate(plan_count=Count("released", distinct=True))
    if words := wanted.get("q"):
        listed = listed.filter(Q(title__icontains=words) | Q(signer__name__icontains=words))
    if state := wanted.get("state"):
        listed = listed.filter(state=state)
    return listed.order_by(*SORTS[wanted.get("sort") or ""])


@question
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Announce one release: last quarter's, eight weeks after it ended, unless somebody says otherwise."""
    release_permissions.check_can_plan_releases(request.user)
    first, last = last_quarter(timezone.localdate())
    days = next(iter(releasing.days_of_quarters(first, number=1, weeks_after=8, member_days=5, nation=nation())))
    publish_on = max(days.publish_on, add_working_days(timezone.localdate(), 10, nation=nation()))
    shown = {
        "title": days.title,
        "period_starts_on": first,
        "period_ends_on": last,
        "members_from": add_working_days(publish_on, -5, nation=nation()),
        "publish_on": publish_on,
        "plans": list(Plan.objects.in_force().values_list("pk", flat=True)),
    }
    form = ReleaseForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: releasing.plan_release(
            **{**form.cleaned_data, "plans": list(form.cleaned_data["plans"])}, by=who(request), at=timezone.now()
        ),
        heading="Announce a release",
        back=reverse("plan:staff_releases"),
        done="Announced. Everybody sees the day in the calendar.",
        button="Announce it",
    )


@question
@login_required
def new_quarters(request: HttpRequest) -> HttpResponse:
    """Announce a year of quarterly releases."""
    release_permissions.check_can_plan_releases(request.user)
    today = timezone.localdate()
    shown = {
        "first": next_working_day(today, nation=nation()),
        "number": 4,
        "weeks_after": 8,
        "member_days": 5,
        "plans": list(Plan.objects.in_force().values_list("pk", flat=True)),
    }
    form = QuartersForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: releasing.plan_quarters(
            **{**form.cleaned_data, "plans": list(form.cleaned_data["plans"])}, by=who(request), at=timezone.now()
        ),
        heading="Announce a year of releases",
        back=reverse("plan:staff_releases"),
        done="Announced. Those that were in the calendar already are as they were.",
        button="Announce them",
    )


@require_safe
@login_required
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """One release: its days, its plans, who has replied, what comes next."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(Release.objects.select_related("signer", "prepared_by", "signed_off_by"), pk=pk)
    today = timezone.localdate()
    filters = ReplyFilter(request.GET)
    filters.full_clean()
    replies = one.replies.select_related("plan").order_by("name", "pk")
    if wanted := filters.cleaned_data.get("reply"):
        replies = replies.filter(state=wanted)
    download = as_download(
        request.GET.get("as", ""),
        name=f"replies-{one.publish_on}",
        title="Replies",
        columns=release_presenters.REPLY_COLUMNS,
        rows=lambda: map(release_presenters.write_reply_row, replies),
    )
    may_plan = release_permissions.can_plan_releases(request.user)
    if download is not None:
        release_permissions.check_can_plan_releases(request.user)
        return download
    freeze = freeze_on(max(today, one.publish_on))
    context = {
        "release": one,
        "state": release_presenters.make_state(one.state),
        "released": one.released.select_related("plan", "edition"),
        "replies": [(each, release_presenters.make_reply_state(each.state)) for each in replies] if may_plan else [],
        "filters": filters,
        "freeze": say_frozen(freeze) if freeze and one.state not in {"published", "cancelled"} else "",
        "can_plan": may_plan,
        "can_read": one.state in {"prepared", "signed off"}
        and release_permissions.can_read_release(request.user, one, on=today),
        "can_sign": one.state == "prepared" and release_permissions.can_sign_off(request.user, one),
        "can_lift": release_permissions.can_lift_freeze(request.user),
    }
    return render(request, "plan/staff/release.html", context)


@require_safe
@login_required
def read(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A plan as the release will show it, for members and whoever signs it off."""
    released = get_object_or_404(
        ReleasedPlan.objects.select_related("release", "base", "plan"), release=pk, plan__slug=slug, base__isnull=False
    )
    release_permissions.check_can_read_release(request.user, released.release, on=timezone.localdate())
    section = request.GET.get("aim", "")
    prepared = read_prepared(released, section=section)
    page = presenters.make_plan_page(prepared, on=released.release.publish_on)
    context = {
        "release": released.release,
        "plan": prepared.content.plan,
        "sections": [each for each in page.sections if not section or each.number == section],
        "page": page,
        "section": section,
        "slug": slug,
    }
    return render(request, "plan/staff/release_plan.html", context)


@question
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a planned release, or name another signer."""
    release_permissions.check_can_plan_releases(request.user)
    one = get_object_or_404(Release.objects.select_related("signer"), pk=pk)
    shown = {"members_from": one.members_from, "publish_on": one.publish_on, "signer": one.signer.email}
    form = ReleaseDaysForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: releasing.change_release(release=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Change the release for {one.title}",
        back=one.get_absolute_url(),
        done="Saved. The calendar shows the new day.",
    )


@question
@login_required
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Put together what will be published."""
    release_permissions.check_can_plan_releases(request.user)
    one = get_object_or_404(Release, pk=pk)
    form = PrepareForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: releasing.prepare_release(release=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Prepare the release for {one.title}",
        back=one.get_absolute_url(),
        done="Prepared. It stands still until it is published or taken back.",
        button="Prepare it",
        lede="Statuses, updates, milestones and figures go in as they are now, and what was asked for in vain.",
    )


@require_POST
@login_required
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it may be published."""
    one = get_object_or_404(Release, pk=pk)
    try:
        releasing.sign_off(release=one, by=who(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Signed off. It is published on its day.")
    return redirect(one)


@question
@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it prepared again."""
    one = get_object_or_404(Release, pk=pk)
    if not release_permissions.can_sign_off(request.user, one):
        release_permissions.check_can_plan_releases(request.user)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: releasing.take_back(release=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Take the release for {one.title} back",
        back=one.get_absolute_url(),
        done="Taken back. Prepare it again when it is right.",
        button="Take it back",
        lede="Replies that were asked for are withdrawn: they were about what it said.",
    )


@question
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of the calendar."""
    release_permissions.check_can_plan_releases(request.user)
    one = get_object_or_404(Release, pk=pk)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: releasing.cancel_release(release=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Cancel the release for {one.title}",
        back=one.get_absolute_url(),
        done="Cancelled. The calendar says why.",
        button="Cancel it",
    )


@question
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish it now; in a pre-election period only with a reason that is published."""
    one = get_object_or_404(Release, pk=pk)
    freeze = freeze_on(timezone.localdate())
    if freeze is None or not release_permissions.can_lift_freeze(request.user):
        release_permissions.check_can_plan_releases(request.user)
    # A form without a field is sent empty, and is sent all the same.
    form = PublishReleaseForm(request.POST if request.method == "POST" else None, is_frozen=freeze is not None)
    return ask(
        request,
        form,
        lambda: releasing.publish_release(release=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Publish the release for {one.title}",
        back=one.get_absolute_url(),
        done="Published. Everybody can read it now.",
        button="Publish",
        lede=say_frozen(freeze) if freeze else "Everybody reads what was prepared and signed off.",
    )


@question
@login_required
def freezes(request: HttpRequest) -> HttpResponse:
    """When nothing is published: before elections."""
    permissions.check_can_read_drafts(request.user)
    form = FreezeForm(request.POST or None)
    today = timezone.localdate()
    filters = due_lists.FreezeFilter(request.GET)
    periods = filters.narrow_on(PreElectionPeriod.objects.select_related("set_by"), on=today)
    download = as_download(
        request.GET.get("as", ""),
        name=f"before-elections-{today}",
        title="When nothing is published",
        columns=due_lists.FREEZE_COLUMNS,
        rows=lambda: map(due_lists.write_freeze, periods),
    )
    if download is not None:
        return download
    return ask(
        request,
        form,
        lambda: releasing.set_pre_election_period(**form.cleaned_data, by=who(request), at=timezone.now()),
        heading="When nothing is published",
        back=reverse("plan:staff_releases"),
        then=reverse("plan:staff_freezes"),
        done="Saved. Nothing is published in these weeks without a reason that is published too.",
        template="plan/staff/freezes.html",
        filters=filters,
        rows=[(period, *_when(period, on=today)) for period in periods],
        can_set=release_permissions.can_set_freezes(request.user),
    )


def _when(period: PreElectionPeriod, *, on: date) -> tuple[str, str]:
    """Whether the period lasts, as a tag: its words and colour."""
    if period.ends_on < on:
        return "Over", "grey"
    return ("Now", "red") if period.starts_on <= on else ("To come", "blue")


@question
@login_required
def remove_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a period away that was set by mistake."""
    period = get_object_or_404(PreElectionPeriod, pk=pk)
    release_permissions.check_can_set_freezes(request.user)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: releasing.remove_pre_election_period(
            period=period, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading=f"Take away: {period.title}",
        back=reverse("plan:staff_freezes"),
        done="Taken away.",
        button="Take it away",
    )
