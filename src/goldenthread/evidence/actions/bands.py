"""Setting the bands in which wordings are true; every claim is judged anew by them in the same act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.core.claims import Bands
from goldenthread.evidence import permissions
from goldenthread.evidence.bands import current_bands, write_bands
from goldenthread.evidence.fact_kinds import FactRefused
from goldenthread.evidence.facts import tell_followers
from goldenthread.evidence.models import ClaimBands, Fact


@transaction.atomic
def set_bands(*, bands: Bands, reason: str, by: Person, at: datetime) -> ClaimBands:
    """Judge claims by other bands from now on. Raises FactRefused without a reason or without a change."""
    permissions.check_can_set_bands(by)
    before = current_bands()
    if bands == before:
        raise FactRefused("Nothing is different. Change a number, or go back.")
    if not reason.strip():
        raise FactRefused("Say why wordings are to be judged differently.")
    kept = ClaimBands(values=write_bands(bands), reason=reason.strip(), by=by, at=at)
    kept.full_clean()
    kept.save()
    audit.record(
        actor=by,
        at=at,
        verb="set",
        object_type=kept._meta.label_lower,
        object_id=kept.pk,
        object_name=str(kept),
        before=write_bands(before),
        after={**kept.values, "reason": kept.reason},
    )
    tell_followers(list(Fact.objects.values_list("pk", flat=True)), at)
    return kept
