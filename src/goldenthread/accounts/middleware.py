"""Guards on every request: keys of programs, a refusal leads to signing in, and who may write has a second factor."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from goldenthread.accounts import actions, api_keys
from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.sign_in import lacks_second_factor
from goldenthread.frontend import downloads

#: What can be reached while the second factor is being set up: the pages that do it, and their looks.
OPEN_WITHOUT_SECOND_FACTOR = ("/account/",)

API, STAFF = "/api/", "/staff/"
"""Where programs read."""

LISTS = (downloads.JSON, downloads.CSV, downloads.XLSX)


class ApiKeyMiddleware:
    """A program that shows a key reads lists and the API as the person who made the key. It can do nothing else.

    It answers in JSON whatever goes wrong, writes nothing but when the key was last used, and lets nothing be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return self.get_response(request)
        response = self._answer(request, secret.strip())
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed) and hasattr(request, "api_key"):
            return _refuse(HTTPStatus.FORBIDDEN, exception.sentence)
        return None

    def _answer(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        now = timezone.now()
        key = api_keys.find_key(secret, now)
        if key is None:
            refused = _refuse(HTTPStatus.UNAUTHORIZED, "This key is not known, has expired or was ended.")
            refused["WWW-Authenticate"] = "Bearer"
            return refused
        if request.method not in {"GET", "HEAD"}:
            return _refuse(HTTPStatus.FORBIDDEN, "A key can read, and cannot change anything.")
        is_api = request.path_info.startswith(API)
        if not is_api and not (request.path_info.startswith(STAFF) and request.GET.get("as") in downloads.KINDS):
            sentence = f"A key reads the API below {API} and the lists below {STAFF}: add as=json to a list's address."
            return _refuse(HTTPStatus.FORBIDDEN, sentence)
        if lacks_second_factor(key.person):
            return _refuse(
                HTTPStatus.FORBIDDEN, f"{key.person.name} has to set up a second factor before this key works."
            )
        request.user = key.person
        request.api_key = key  # type: ignore[attr-defined]
        actions.note_api_key_used(key=key, at=now)
        response = self.get_response(request)
        if is_api or response.headers.get("Content-Type") in LISTS:
            return response
        return _refuse(HTTPStatus.NOT_FOUND, "There is no list at this address.")


def _refuse(status: HTTPStatus, sentence: str) -> HttpResponse:
    return JsonResponse({"detail": sentence}, status=status)


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
        if request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return False
        return isinstance(request.user, Person) and lacks_second_factor(request.user)
