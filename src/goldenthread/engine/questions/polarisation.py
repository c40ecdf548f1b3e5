"""How the place's residents are spread over England's tenths of deprivation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TenthShare:
    """The part of the place that lies in one tenth of England's small areas. Tenth 1 is the most deprived."""

    tenth: int
    areas: int
    population: float
    share: float  # of the place's residents, 0-1


@dataclass(frozen=True, slots=True)
class Polarisation:
    """The ten tenths, those the place has none of, and how far apart the residents live."""

    edition: str
    kind: str
    tenths: tuple[TenthShare, ...]
    missing_tenths: tuple[int, ...]
    most_deprived_share: float  # of residents in England's most deprived fifth of small areas, 0-1
    least_deprived_share: float  # ... in its least deprived fifth
    mean_score: float | None  # population-weighted
    notes: tuple[str, ...]
