"""The facts of Alderbrook's report, as data."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class SampleComputedFact:
    """A fact that the evidence is asked for."""

    slug: str
    subject: str
    question: str
    indicator: str
    next_release_on: date


@dataclass(frozen=True)
class SampleRecordedFact:
    """A fact that was read in a document of the invented council."""

    slug: str
    subject: str
    statistic: str
    unit: str
    period: str
    as_at: date
    document: dict[str, str]
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    place: str = ""
    withheld: str = ""
    next_release_on: date | None = None


@dataclass(frozen=True)
class SampleFacts:
    """Every fact of the sample."""

    computed: tuple[SampleComputedFact, ...]
    recorded: tuple[SampleRecordedFact, ...]


@cache
def load_facts() -> SampleFacts:
    """Return Alderbrook's facts."""
    content = yaml.safe_load((files("goldenthread.samples.alderbrook") / "facts.yaml").read_text(encoding="utf-8"))
    return SampleFacts(
        computed=tuple(SampleComputedFact(**each) for each in content["computed"]),
        recorded=tuple(SampleRecordedFact(**each) for each in content["recorded"]),
    )
