"""Is anything allowed out today? The one question that every way to the public asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.plan.models import PreElectionPeriod
from goldenthread.plan.releases.permissions import MAY_LIFT_A_FREEZE, check_can_lift_freeze
from goldenthread.plan.states import NotPossible


def freeze_on(day: date) -> PreElectionPeriod | None:
    """The pre-election period that lasts on the day, the longest where there are two."""
    return PreElectionPeriod.objects.on(day).order_by("-ends_on").first()


def say_frozen(freeze: PreElectionPeriod) -> str:
    """Why nothing can be published now, and when it can be."""
    ends, again = freeze.ends_on, freeze.ends_on + timedelta(days=1)
    return (
        f"The pre-election period for “{freeze.title}” lasts until {ends.day} {ends:%B %Y}, and nothing is published "
        f"in it. Publish from {again.day} {again:%B %Y} on."
    )


def check_not_frozen(*, by: Person | None, at: datetime, reason: str = "") -> str:
    """What readers are told of publishing all the same; nothing where no period lasts.

    Raises :class:`NotPossible` in a period without a reason, and `NotAllowed` for whoever may not lift it.
    """
    freeze = freeze_on(timezone.localdate(at))
    if freeze is None:
        return ""
    if not reason.strip():
        raise NotPossible(f"{say_frozen(freeze)} The monitoring officer or an administrator can give a reason not to.")
    check_can_lift_freeze(by)
    role = next((role for role in MAY_LIFT_A_FREEZE if by is not None and by.has_role(role)), Role.ADMINISTRATOR)
    title = by.job_title if by is not None and by.job_title else role.label
    return (
        f"Published in the pre-election period for “{freeze.title}” by decision of: {title}. Reason: {reason.strip()}"
    )
