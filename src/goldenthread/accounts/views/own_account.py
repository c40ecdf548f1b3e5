"""The pages on which people look after their own account."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.accounts import actions, invitations
from goldenthread.accounts.forms.staff import ChoosePasswordForm, MobileForm
from goldenthread.accounts.mobile import show_mobile
from goldenthread.accounts.permissions import can_make_api_keys, signed_in
from goldenthread.accounts.roles import Role
from goldenthread.accounts.sign_in import has_second_factor, needs_second_factor


@login_required
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Who you are here, what you may do, and how you sign in."""
    person = signed_in(request.user)
    context = {
        "roles": [role for role in Role if role in person.roles],
        "has_second_factor": has_second_factor(person),
        "needs_second_factor": needs_second_factor(person),
        "can_make_api_keys": can_make_api_keys(person),
        "mobile": show_mobile(person.mobile),
        "sends_texts": _sends_texts(),
    }
    return render(request, "accounts/own_account.html", context)


@login_required
@require_safe
def own_address(request: HttpRequest) -> HttpResponse:
    """Your e-mail address is your name here, so an administrator changes it."""
    return render(request, "accounts/own_address.html")


@sensitive_post_parameters("mobile")
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_mobile(request: HttpRequest) -> HttpResponse:
    """Set, change or take away your own mobile number; nobody else's."""
    person = signed_in(request.user)
    form = MobileForm(
        request.POST if request.method == "POST" else None, initial={"mobile": show_mobile(person.mobile)}
    )
    if form.is_valid():
        actions.set_own_mobile(mobile=form.cleaned_data["mobile"], by=person, at=timezone.now())
        said = "Your mobile number is kept." if person.mobile else "No mobile number of yours is kept."
        messages.success(request, said)
        return redirect("accounts:own_account")
    context = {"form": form, "sends_texts": _sends_texts()}
    return render(request, "accounts/own_mobile.html", context, status=400 if form.errors else 200)


def _sends_texts() -> bool:
    return bool(settings.TEXT_MESSAGE_SENDER)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Choose a password. Opening the link changes nothing: mail scanners open links too."""
    invited = invitations.person_invited(key, token)
    if invited is None:
        return render(request, "accounts/invitation_over.html", status=404)
    form = ChoosePasswordForm(request.POST or None, person=invited)
    if form.is_valid():
        actions.accept_invitation(person=invited, password=form.cleaned_data["password"], at=timezone.now())
        return perform_password_login(request, {"email": invited.email}, Login(user=invited, email=invited.email))
    context = {"form": form, "invited": invited}
    return render(request, "accounts/accept_invitation.html", context, status=400 if form.errors else 200)
