"""What the promises show on an action's page: what earlier reports promised that the action keeps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from goldenthread.plan.models import Promise
from goldenthread.plan.promises.presenters import make_line
from goldenthread.plan.promises.register import all_promises


def promises_of_action(
    request: HttpRequest | None, *, plan: str = "", number: str = "", is_staff: bool = False, size: str = "l", **_: Any
) -> str:
    """The promises that the action keeps, with what became of each: in public the published ones."""
    # Few actions keep one, and this is asked on the page of each.
    if not Promise.actions.through.objects.filter(action__plan__slug=plan, action__number=number).exists():
        return ""
    promises = all_promises() if is_staff else all_promises().public()
    found = promises.filter(actions__plan__slug=plan, actions__number=number).order_by("number")
    today = timezone.localdate()
    lines = []
    for each in found:
        line = make_line(each, (), on=today)
        lines.append((line, reverse("plan:staff_promise", args=[each.number]) if is_staff else line.href))
    context = {"lines": lines, "size": size}
    return render_to_string("plan/_promises_of_action.html", context) if lines else ""
