"""How do we know this? The source, method, interval and mending behind one indicator's values."""

from dataclasses import dataclass
from typing import Any

from goldenthread.core.indicators import Indicator


@dataclass(frozen=True, slots=True)
class KindProvenance:
    """How the values for one kind of area came to be."""

    area_kind: str
    basis: str
    periods: tuple[str, ...]
    values: int
    missing: int
    interval_methods: tuple[str, ...]
    interval_reasons: tuple[str, ...]
    missing_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything known about where one indicator's values come from."""

    definition: Indicator
    snapshot: str
    files: tuple[dict[str, Any], ...]  # manifest entries of the source
    kinds: tuple[KindProvenance, ...]
    issues: tuple[dict[str, Any], ...]  # what was mended in the source
