"""The staff pages about teams."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.accounts import actions, permissions, presenters
from goldenthread.accounts.forms.staff import TeamFilter, TeamForm
from goldenthread.accounts.models import Team
from goldenthread.accounts.permissions import signed_in
from goldenthread.frontend.downloads import as_download


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Every team and how many people it has."""
    permissions.check_can_see_teams(request.user)
    counted = Team.objects.annotate(people_count=Count("people", filter=Q(people__is_active=True)))
    filters = TeamFilter(request.GET)
    teams = filters.narrow(counted)
    download = as_download(
        request.GET.get("as", ""),
        name=f"teams-{timezone.localdate()}",
        title="Teams and partners",
        columns=presenters.TEAM_COLUMNS,
        rows=lambda: map(presenters.write_team, teams),
    )
    if download is not None:
        return download
    context = {"teams": teams, "filters": filters, "can_manage": permissions.can_manage_teams(request.user)}
    return render(request, "accounts/teams.html", context)


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """One team and, for those who may see them, its people."""
    permissions.check_can_see_teams(request.user)
    one = get_object_or_404(Team, slug=slug)
    may_see_people = permissions.can_see_people(request.user)
    context = {
        "team": one,
        "rows": [presenters.make_person_row(person) for person in one.people.active().with_roles()]
        if may_see_people
        else [],
        "can_see_people": may_see_people,
        "can_manage": permissions.can_manage_teams(request.user),
    }
    return render(request, "accounts/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_team(request: HttpRequest) -> HttpResponse:
    """Add a team."""
    permissions.check_can_manage_teams(request.user)
    form = TeamForm(request.POST or None)
    if form.is_valid():
        added = actions.add_team(**form.cleaned_data, by=signed_in(request.user), at=timezone.now())
        messages.success(request, f"{added.name} has been added.")
        return redirect(added)
    return render(request, "accounts/team_form.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename, close or open a team."""
    permissions.check_can_manage_teams(request.user)
    one = get_object_or_404(Team, slug=slug)
    known = {
        "name": one.name,
        "directorate": one.directorate,
        "is_partner": one.is_partner,
        "is_active": one.is_active,
    }
    form = TeamForm(request.POST or None, initial=known, team=one)
    if form.is_valid():
        actions.change_team(team=one, **form.cleaned_data, by=signed_in(request.user), at=timezone.now())
        messages.success(request, "The team has been changed.")
        return redirect(one)
    context = {"form": form, "team": one}
    return render(request, "accounts/team_form.html", context, status=400 if form.errors else 200)
