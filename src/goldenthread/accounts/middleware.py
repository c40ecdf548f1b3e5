"""Two guards on every request: a refusal leads to signing in, and who may write has a second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.sign_in import has_second_factor, needs_second_factor

#: What can be reached while the second factor is being set up: the pages that do it, and their looks.
OPEN_WITHOUT_SECOND_FACTOR = ("/account/",)


class SignInFirstMiddleware:
    """Who is refused and has not signed in is asked to; who has signed in is told why, on the site's page for that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return None


class SecondFactorMiddleware:
    """Sends who may write, and has no second factor yet, to set one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return False
        person = request.user
        return isinstance(person, Person) and needs_second_factor(person) and not has_second_factor(person)
