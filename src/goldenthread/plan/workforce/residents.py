"""How many residents belong to the groups of staff, asked of the evidence."""

from __future__ import annotations

from collections.abc import Iterable

from goldenthread.evidence import numbers
from goldenthread.plan.models import PopulationBinding
from goldenthread.plan.workforce.representing import Residents


def residents_of(bindings: Iterable[PopulationBinding]) -> dict[tuple[str, str], Residents]:
    """The residents of each bound group by characteristic and group, as far as the evidence counts them."""
    found = {}
    for binding in bindings:
        residents = _ask(binding.indicator.slug)
        if residents is not None:
            found[binding.characteristic.casefold(), binding.group.casefold()] = residents
    return found


def _ask(slug: str) -> Residents | None:
    try:
        is_known = slug in numbers.definitions()
    except numbers.NoEvidence:
        return None
    value = numbers.latest(slug) if is_known else None
    if value is None or value.count is None or not value.denominator:
        return None
    return Residents(value.count, value.denominator, value.period.label, numbers.source_name(value.source), slug)
