"""Partners: which of them sign in, and as whom."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from goldenthread.accounts.models import Person, Team
from goldenthread.plan import permissions
from goldenthread.plan.actions.keeping import lock, write_down
from goldenthread.plan.models import Partner
from goldenthread.plan.states import NotPossible


@transaction.atomic
def set_partner_team(*, partner: Partner, team: Team | None, by: Person, at: datetime) -> Partner:
    """Let the people of a partner's team update its actions; without a team nobody signs in for the partner."""
    permissions.check_can_edit_plans(by)
    lock(partner)
    if team is not None and not team.is_partner:
        raise NotPossible(f"{team} is a part of the council. Choose the team of a partner organisation.")
    taken = Partner.objects.filter(team=team).exclude(pk=partner.pk).first() if team is not None else None
    if taken is not None:
        raise NotPossible(f"The people of {team} already sign in for {taken}.")
    before = partner.team_id
    if before == (team.pk if team else None):
        return partner
    partner.team = team
    partner.full_clean()
    partner.save(update_fields=["team"])
    write_down(
        "said who signs in for", partner, by=by, at=at,
        before={"team": before}, after={"team": team.pk if team else None},
    )  # fmt: skip
    return partner
