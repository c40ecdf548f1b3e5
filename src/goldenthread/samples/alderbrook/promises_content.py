"""Alderbrook's earlier report, and what was decided about its sentences, as data."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class SamplePromise:
    """A sentence by some of its words, the promise made of it, and what became of it; empty while it is open."""

    sentence: str
    text: str
    owner: str
    action: str = ""
    state: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SampleHarvest:
    """The earlier report and its promises."""

    title: str
    slug: str
    file: str
    starts_on: date
    ends_on: date
    brought_in_on: date
    published_on: date
    promises: tuple[SamplePromise, ...]
    content: bytes


@cache
def load_promises() -> SampleHarvest:
    """Return Alderbrook's earlier report with what was promised in it."""
    folder = files("goldenthread.samples.alderbrook")
    content = yaml.safe_load((folder / "promises.yaml").read_text(encoding="utf-8"))
    promises = tuple(SamplePromise(**each) for each in content.pop("promises"))
    return SampleHarvest(promises=promises, content=(folder / "earlier_report.md").read_bytes(), **content)
