"""How the place's residents are spread over England's tenths of deprivation."""

from dataclasses import dataclass

import numpy as np

from goldenthread.engine.questions.small_areas import KINDS, deprivation_of_place
from goldenthread.engine.store import Snapshot

TENTHS = range(1, 11)


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


def polarisation(snapshot: Snapshot) -> Polarisation | None:
    """The spread in the latest ranking of the smallest areas that have one; None where there is none."""
    rows = [row for row in deprivation_of_place(snapshot) if row["national_tenth"] is not None]
    kind = min({row["area_kind"] for row in rows}, key=KINDS.index, default=None)
    if kind is None:
        return None
    edition = max(row["edition"] for row in rows if row["area_kind"] == kind)
    chosen = [row for row in rows if row["area_kind"] == kind and row["edition"] == edition]
    people = np.array([row["population"] for row in chosen], dtype=np.float64)
    tenths = np.array([row["national_tenth"] for row in chosen])
    total = float(people.sum())
    shares = tuple(
        TenthShare(
            tenth=tenth,
            areas=int((tenths == tenth).sum()),
            population=float(people[tenths == tenth].sum()),
            share=float(people[tenths == tenth].sum()) / total,
        )
        for tenth in TENTHS
    )
    missing = tuple(share.tenth for share in shares if not share.areas)
    scores = [row["score"] for row in chosen]
    return Polarisation(
        edition=edition,
        kind=kind,
        tenths=shares,
        missing_tenths=missing,
        most_deprived_share=shares[0].share + shares[1].share,
        least_deprived_share=shares[8].share + shares[9].share,
        mean_score=None if None in scores else float(people @ np.array(scores, dtype=np.float64)) / total,
        notes=(_missing_note(missing),) if missing else (),
    )


def _missing_note(missing: tuple[int, ...]) -> str:
    plural = "s" if len(missing) > 1 else ""
    *others, last = map(str, missing)
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"No small area here lies in England's tenth{plural} {listed} (1 is the most deprived)."
