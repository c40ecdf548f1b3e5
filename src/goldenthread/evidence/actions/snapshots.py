"""Taking a snapshot of evidence into use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.core.indicators import Indicator as Definition
from goldenthread.evidence import numbers
from goldenthread.evidence.actions.facts import refresh_facts
from goldenthread.evidence.models import Indicator
from goldenthread.evidence.permissions import check_can_bring_in_evidence
from goldenthread.place.actions import PlaceFilled, fill_place


@transaction.atomic
def adopt_current_snapshot(*, by: Person | None, at: datetime) -> PlaceFilled:
    """Fill the place and the list of indicators from the current snapshot; without `by` the site itself does it."""
    if by is not None:
        check_can_bring_in_evidence(by)
    snapshot = numbers.current()
    filled = fill_place(
        council_code=settings.COUNCIL.code,
        areas=snapshot.table("areas"),
        area_links=snapshot.table("area_links"),
        outlines=snapshot.table("outlines"),
        postcodes=snapshot.table("postcodes"),
        snapshot_id=snapshot.id,
        at=at,
    )
    mirror_definitions(snapshot.definitions)
    audit.record(
        actor=by,
        at=at,
        verb="took into use the evidence",
        object_type="snapshot",
        object_id=snapshot.id,
        object_name=f"of {snapshot.place.name}, snapshot {snapshot.id}",
        after={"areas": filled.areas, "indicators": len(snapshot.definitions)},
    )
    refresh_facts(by=by, at=at)
    return filled


def mirror_definitions(definitions: Mapping[str, Definition]) -> None:
    """Bring the indicators up to date. One that is no longer defined stays, because a plan may point at it."""
    rows = [
        Indicator(
            slug=slug,
            name=each.name,
            plain_name=each.plain_name,
            definition=each.definition,
            unit=each.unit,
            polarity=each.polarity.value,
            decimals=each.decimals,
            source=each.source,
            theme=each.theme,
            marmot_principle=each.marmot_principle,
            is_headline=each.is_headline,
            is_active=True,
        )
        for slug, each in definitions.items()
    ]
    changing = [field.name for field in Indicator._meta.concrete_fields if field.name not in {"id", "slug"}]
    Indicator.objects.bulk_create(rows, update_conflicts=True, unique_fields=["slug"], update_fields=changing)
    Indicator.objects.exclude(slug__in=list(definitions)).update(is_active=False)
