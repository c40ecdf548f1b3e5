"""The door to the editor."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe


@require_safe
def editor_door(request: HttpRequest) -> HttpResponse:
    """Ask to sign in; who has signed in and still stands here is told why the editor did not let them in."""
    if request.user.is_authenticated:
        raise PermissionDenied("Reports, stories and the front page are written by editors. Your role is another.")
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        wanted = reverse("wagtailadmin_home")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
