"""One question page for every write: show the form, do what it asks, and say in words what stands against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.accounts.models import Person
from goldenthread.plan.states import NotPossible


def who(request: HttpRequest) -> Person:
    """The person who has signed in; the views that ask require it."""
    if not isinstance(request.user, Person):
        raise PermissionDenied("Sign in first.")
    return request.user


def ask(
    request: HttpRequest,
    form: Form,
    do: Callable[[], Any],
    *,
    heading: str,
    back: str,
    done: str,
    then: str | Callable[[], str] = "",
    button: str = "Save",
    template: str = "plan/staff/form.html",
    **context: Any,
) -> HttpResponse:
    """The page with the form; when it was sent and is in order, do it and go on to `then` (or back).

    Where the address to go on to is known only once it is done, `then` is asked for it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            _show_beside_fields(form, refusal)
        except ValueError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect((then() if callable(then) else then) or back)
    status = 400 if form.is_bound and form.errors else 200
    page = {"form": form, "heading": heading, "back": back, "button": button, **context}
    return render(request, template, page, status=status)


def _show_beside_fields(form: Form, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
        return
    for name, errors in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, errors)
