"""The shell's own pages: what every council's site says about itself, the staff home and the pages for errors."""

import functools
import hashlib
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from goldenthread.frontend import slots
from goldenthread.frontend.council import this_council

A_YEAR = 365 * 24 * 60 * 60
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}


@require_safe
@login_required
def staff_home(request: HttpRequest) -> HttpResponse:
    """What waits for the person who is signed in, then each room's own section."""
    today = timezone.localdate()
    waiting = slots.waiting_for(request.user, today)
    overdue = [item for item in waiting if item.due is not None and item.due < today]
    return render(
        request,
        "frontend/staff_home.html",
        {"waiting": waiting, "overdue_count": len(overdue), "today": today},
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "frontend/accessibility.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Every way to reach the council without this website."""
    return render(request, "frontend/contact.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """What this site stores on a reader's device."""
    return render(
        request,
        "frontend/cookies.html",
        {
            "session_cookie": settings.SESSION_COOKIE_NAME,
            "session_hours": settings.SESSION_COOKIE_AGE // 3600,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
        },
    )


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: on to an ordinary page elsewhere at once, with nothing kept of the page that was left."""
    response = HttpResponseRedirect(settings.EXIT_ADDRESS)
    response.headers["Clear-Site-Data"] = '"cache"'
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@functools.cache
def _council_colours(accent: str, accent_on_dark: str) -> str:
    return (
        f":root{{--gt-accent:{accent}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--gt-accent:{accent_on_dark}}}}}\n"
        f"@media print{{:root{{--gt-accent:{accent}}}}}\n"
    )


def council_colours_version() -> str:
    """A short name of the council's colours, so that browsers keep them until they change."""
    council = this_council()
    return hashlib.sha256(_council_colours(council.accent, council.accent_on_dark).encode()).hexdigest()[:10]


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def council_colours(request: HttpRequest, version: str) -> HttpResponse:
    """The council's colour as a style sheet of its own, because the policy allows no style in a page."""
    council = this_council()
    return HttpResponse(_council_colours(council.accent, council.accent_on_dark), content_type="text/css")


@require_safe
@cache_control(public=True, max_age=3600)
def council_logo(request: HttpRequest) -> HttpResponse:
    """The council's logo, from the file that its settings name."""
    council = this_council()
    path = (settings.HOME / council.logo).resolve()
    kind = LOGO_TYPES.get(path.suffix.lower())
    if not council.logo or kind is None or not path.is_relative_to(settings.HOME) or not path.is_file():
        raise Http404("This council has no logo file.")
    return HttpResponse(path.read_bytes(), content_type=kind)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return render(request, "frontend/404.html", status=HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for something this person may not do, with the sentence that says why."""
    return render(request, "frontend/403.html", {"why": str(exception)}, status=HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request this site cannot read."""
    return render(request, "frontend/400.html", status=HTTPStatus.BAD_REQUEST)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes."""
    return render(request, "frontend/500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was open too long, or came from somewhere else."""
    return render(request, "frontend/403_form.html", status=HTTPStatus.FORBIDDEN)
