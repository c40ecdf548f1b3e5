"""What the workforce plan shows on an action's page: the tables it answers to, and who took part."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from goldenthread.plan.models import WorkforceTable


def tables_of_action(
    request: HttpRequest | None, *, plan: str = "", number: str = "", is_staff: bool = False, size: str = "l", **_: Any
) -> str:
    """The tables that are linked to the action, the latest on top: in public the published ones."""
    # Few actions answer to one, and this is asked on the page of each.
    if not WorkforceTable.actions.through.objects.filter(action__plan__slug=plan, action__number=number).exists():
        return ""
    tables = WorkforceTable.objects.standing() if is_staff else WorkforceTable.objects.published()
    found = tables.defer("shown").filter(actions__plan__slug=plan, actions__number=number)
    name = "plan:staff_workforce_table" if is_staff else "plan:workforce_table"
    lines = [(each, reverse(name, args=[each.pk])) for each in found]
    context = {"lines": lines, "size": size}
    return render_to_string("plan/workforce/_of_action.html", context) if lines else ""
