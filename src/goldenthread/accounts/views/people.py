"""The staff pages about people."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.accounts import actions, permissions, presenters
from goldenthread.accounts.forms.staff import DetailsForm, InvitationForm, PeopleFilter, RolesForm
from goldenthread.accounts.models import AuditEvent, Person
from goldenthread.accounts.permissions import signed_in
from goldenthread.accounts.roles import Role
from goldenthread.accounts.sign_in import has_second_factor, needs_second_factor
from goldenthread.frontend.downloads import as_download

PEOPLE_ON_A_PAGE = 50
EVENTS_ABOUT_A_PERSON = 10


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, or could."""
    permissions.check_can_see_people(request.user)
    filters = PeopleFilter(request.GET)
    found = filters.narrow(Person.objects.with_roles())
    download = as_download(
        request.GET.get("as", ""),
        name=f"people-{timezone.localdate()}",
        title="People",
        columns=presenters.PERSON_COLUMNS,
        rows=lambda: (presenters.write_person(presenters.make_person_row(person)) for person in found),
    )
    if download is not None:
        return download
    page = Paginator(found, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [presenters.make_person_row(person) for person in page],
        "can_manage": permissions.can_manage_people(request.user),
    }
    return render(request, "accounts/people.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: who they are, what they may do, and what was done to their account."""
    permissions.check_can_see_people(request.user)
    somebody = get_object_or_404(Person.objects.with_roles(), pk=pk)
    events = AuditEvent.objects.about("accounts.person", pk).newest_first()[:EVENTS_ABOUT_A_PERSON]
    may_read_log = permissions.can_read_audit_log(request.user)
    context = {
        "person": somebody,
        "state": presenters.make_state(somebody),
        "roles": [role for role in Role if role in somebody.roles],
        "has_second_factor": has_second_factor(somebody),
        "needs_second_factor": needs_second_factor(somebody),
        "is_self": somebody.pk == request.user.pk,
        "can_manage": permissions.can_manage_people(request.user),
        "events": [presenters.make_event_row(event) for event in events] if may_read_log else [],
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    permissions.check_can_manage_people(request.user)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        invited = actions.invite(**form.cleaned_data, by=signed_in(request.user), at=timezone.now())
        messages.success(request, f"{invited.name} has been invited. The link in the message works for three days.")
        return redirect(invited)
    return render(request, "accounts/invite.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_details(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a person's name, address, team or job title."""
    permissions.check_can_manage_people(request.user)
    somebody = get_object_or_404(Person, pk=pk)
    known = {"name": somebody.name, "email": somebody.email, "job_title": somebody.job_title, "team": somebody.team_id}
    form = DetailsForm(request.POST or None, initial=known, person=somebody)
    if form.is_valid():
        actions.change_details(person=somebody, **form.cleaned_data, by=signed_in(request.user), at=timezone.now())
        messages.success(request, "The details have been changed.")
        return redirect(somebody)
    context = {"form": form, "person": somebody}
    return render(request, "accounts/change_details.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a person may do."""
    permissions.check_can_manage_people(request.user)
    somebody = get_object_or_404(Person.objects.with_roles(), pk=pk)
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": list(somebody.roles)})
    if form.is_valid():
        try:
            actions.change_roles(
                person=somebody, roles=form.cleaned_data["roles"], by=signed_in(request.user), at=timezone.now()
            )
        except actions.CannotBeDone as refusal:
            form.add_error("roles", refusal.sentence)
        else:
            messages.success(request, f"The roles of {somebody.name} have been changed.")
            return redirect(somebody)
    context = {"form": form, "person": somebody}
    return render(request, "accounts/change_roles.html", context, status=400 if form.errors else 200)


#: What a button on a person's page does, and what is said when it is done.
DEEDS = {
    "deactivate": (actions.deactivate, "can no longer sign in. You can give access again on this page."),
    "reactivate": (actions.reactivate, "can sign in again."),
    "reset-second-factor": (actions.reset_second_factor, "will set up a new second factor at the next sign-in."),
    "invite-again": (actions.send_invitation_again, "has been sent another invitation."),
}


@require_POST
def do_to_person(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do what a button on a person's page says."""
    permissions.check_can_manage_people(request.user)
    somebody = get_object_or_404(Person.objects.with_roles(), pk=pk)
    action, outcome = DEEDS[deed]
    try:
        action(person=somebody, by=signed_in(request.user), at=timezone.now())
    except actions.CannotBeDone as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{somebody.name} {outcome}")
    return redirect(somebody)
