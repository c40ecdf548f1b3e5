"""The pages on which people make and end the keys with which programs read lists."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.accounts import actions, api_keys, permissions, presenters
from goldenthread.accounts.forms.staff import ApiKeyFilter, ApiKeyForm
from goldenthread.accounts.models import ApiKey
from goldenthread.accounts.permissions import NotAllowed, signed_in
from goldenthread.frontend.downloads import as_download

KEYS_ON_A_PAGE = 50
COLUMNS = ("Person", "What for", "Begins with", "State", "Last used")


@require_safe
@login_required
def own_keys(request: HttpRequest) -> HttpResponse:
    """Your own keys, and how they are used."""
    permissions.check_can_make_api_keys(request.user)
    now = timezone.now()
    keys = ApiKey.objects.of(signed_in(request.user)).with_person()
    rows = [presenters.make_api_key_row(key, at=now) for key in keys]
    context = {
        "rows": rows,
        "may_make": sum(row.is_in_use for row in rows) < api_keys.MOST_KEYS,
        "can_see_all": permissions.can_see_every_api_key(request.user),
    }
    return render(request, "accounts/api_keys.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key. It is shown once, on the answer to this form."""
    permissions.check_can_make_api_keys(request.user)
    answer: HttpResponse = _make_key(request)
    return answer


@reauthentication_required  # a window left open must not be enough for a key that works for a year
def _make_key(request: HttpRequest) -> HttpResponse:
    person = signed_in(request.user)
    form = ApiKeyForm(request.POST or None)
    if form.is_valid():
        secret, now = api_keys.new_secret(), timezone.now()
        expires_at = now + timedelta(days=form.cleaned_data["days"])
        try:
            key = actions.make_api_key(
                name=form.cleaned_data["name"], secret=secret, expires_at=expires_at, by=person, at=now
            )
        except actions.CannotBeDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            context = {"key": key, "secret": secret, "site": request.build_absolute_uri("/").rstrip("/")}
            return render(request, "accounts/api_key_made.html", context)
    return render(request, "accounts/make_api_key.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@login_required
def all_keys(request: HttpRequest) -> HttpResponse:
    """Everybody's keys: who has one, until when, and whether it is used."""
    permissions.check_can_see_every_api_key(request.user)
    now = timezone.now()
    filters = ApiKeyFilter(request.GET)
    found = filters.narrow(ApiKey.objects.with_person(), at=now)
    rows = (presenters.make_api_key_row(key, at=now) for key in found)
    download = as_download(
        request.GET.get("as", ""),
        name=f"api-keys-{timezone.localdate()}",
        title="API keys",
        columns=COLUMNS,
        rows=lambda: ((row.person, row.name, row.beginning, row.state, row.last_used) for row in rows),
    )
    if download is not None:
        return download
    page = Paginator(found, KEYS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "rows": [presenters.make_api_key_row(key, at=now) for key in page]}
    return render(request, "accounts/all_api_keys.html", context)


@require_POST
@login_required
def end_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a key."""
    person, keys = signed_in(request.user), ApiKey.objects.with_person()
    if not permissions.can_see_every_api_key(person) and not keys.of(person).filter(pk=pk).exists():
        raise NotAllowed(
            "You can end your own API keys. This is not one of them."
        )  # nor is it said whether it is there
    key = get_object_or_404(keys, pk=pk)
    actions.end_api_key(key=key, by=person, at=timezone.now())
    messages.success(request, f"The key “{key.name}” does not work any more.")
    return redirect("accounts:api_keys" if key.person_id == person.pk else "accounts:all_api_keys")
