"""Putting right what is kept beside the rows it is worked out from, where something else than an action wrote them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from goldenthread.accounts.models import Person
from goldenthread.plan import permissions
from goldenthread.plan.actions.keeping import write_down
from goldenthread.plan.models import Action
from goldenthread.plan.models.action import all_of_latest


@transaction.atomic
def mend_latest_updates(*, by: Person | None, at: datetime) -> list[Action]:
    """Keep with each action the update that is its latest, as its updates lie. `by` is None when a command runs it.

    Returns the actions that kept another one: none, unless rows were written by other means than this site's actions.
    """
    if by is not None:
        permissions.check_can_edit_plans(by)
    wrong = Action.objects.with_another_latest_update().select_for_update(of=("self",)).select_related("plan")
    actions = list(wrong.order_by("plan", "position", "pk"))
    Action.objects.filter(pk__in=[action.pk for action in actions]).update(**all_of_latest("pk"))
    for action in actions:
        before, after = action.latest_update_id, getattr(action, "found_latest", None)
        write_down(
            "put right the latest update of", action, by=by, at=at,
            before={"latest_update": before}, after={"latest_update": after},
        )  # fmt: skip
    return actions
