"""Alderbrook's registers as data, with which the site's own actions are fed."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class SampleRenewal:
    """A review or renewal so many days ago; `next` is how many days ago the next date was, negative to come."""

    days: int
    next: int
    version: str = ""
    note: str = ""


@dataclass(frozen=True)
class SampleResult:
    """How often a standard was kept between two days, both counted back."""

    first: int
    last: int
    kept: int
    of: int
    note: str = ""


@dataclass(frozen=True)
class SampleEntry:
    """An entry of a register; `owner` is the key of somebody in the plan's content."""

    register: str
    title: str
    text: str
    given_by: str
    starts: int
    due: int
    owner: str
    version: str = ""
    co_producers: str = ""
    expected_words: str = ""
    expected: float | None = None
    renewals: tuple[SampleRenewal, ...] = ()
    results: tuple[SampleResult, ...] = ()


@dataclass(frozen=True)
class SampleDuty:
    """A duty in law: who answers for it, and how many days ago it was done."""

    slug: str
    owner: str
    done: tuple[int, ...]


@dataclass(frozen=True)
class SampleRegisters:
    """Everything Alderbrook keeps up."""

    entries: tuple[SampleEntry, ...]
    duties: tuple[SampleDuty, ...]


@cache
def load_registers() -> SampleRegisters:
    """Return the registers as `registers.yaml` has them."""
    content = yaml.safe_load(files(__package__).joinpath("registers.yaml").read_text(encoding="utf-8"))
    return SampleRegisters(
        entries=tuple(_entry(entry) for entry in content["entries"]),
        duties=tuple(
            SampleDuty(slug, entry["owner"], tuple(entry["done"])) for slug, entry in content["duties"].items()
        ),
    )


def _entry(entry: dict[str, Any]) -> SampleEntry:
    renewals = tuple(SampleRenewal(**each) for each in entry.pop("renewals", []))
    results = tuple(
        SampleResult(each["from"], each["to"], each["kept"], each["of"], each.get("note", ""))
        for each in entry.pop("results", [])
    )
    return SampleEntry(**entry, renewals=renewals, results=results)
