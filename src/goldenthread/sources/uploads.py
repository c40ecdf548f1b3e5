"""Any table of area and value (and group, and period) becomes observations: mapped, checked, tried, then taken."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from goldenthread.definitions import load_characteristics
from goldenthread.sources.area_names import plain_name
from goldenthread.sources.periods import parse_period
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_files import UploadedTable, open_upload

__all__ = ["ColumnMapping", "KnownAreas", "Problem", "UploadCheck", "guess_mapping", "open_upload"]

#: Small areas come in two vintages that share most codes; a code of both counts as the first of these.
PREFERENCE = ("lsoa21", "msoa21", "lsoa11", "msoa11")
#: About how many rows, spread over the file, are looked at to guess what a column holds.
SAMPLE = 200

_HINTS: Mapping[str, tuple[str, ...]] = {
    "area": ("area code", "areacd", "code", "gss", "lsoa", "ward", "msoa", "district", "area", "council", "authority"),
    "value": ("value", "observation", "rate", "percentage", "percent", "%", "proportion", "prop", "score", "estimate"),
    "group": ("group", "category", "ethnic", "sex", "gender", "age", "disability", "religion", "tenure"),
    "period": ("time period", "period", "year", "date", "quarter", "month"),
    "count": ("count", "numerator", "number"),
    "denominator": ("denominator", "population", "base", "out of", "total"),
    "lower": ("lower", "lci", "lower ci", "lower limit"),
    "upper": ("upper", "uci", "upper ci", "upper limit"),
}


@dataclass(frozen=True, slots=True)
class KnownAreas:
    """The areas an upload may speak of: the kind of each code, and the codes of each plain name."""

    kinds: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_table(cls, areas: pa.Table) -> "KnownAreas":
        """The areas of a table in the engine's schema; a name inside the place stands for that area first."""
        kinds: dict[str, tuple[str, ...]] = {}
        inside: dict[str, set[str]] = {}
        outside: dict[str, set[str]] = {}
        wanted = areas.select(["code", "name", "kind", "in_place"])
        for code, name, kind, in_place in zip(*(column.to_pylist() for column in wanted.columns), strict=True):
            kinds[code] = (*kinds.get(code, ()), kind)
            (inside if in_place else outside).setdefault(plain_name(name), set()).add(code)
        names = {name: tuple(sorted(inside.get(name) or codes)) for name, codes in {**inside, **outside}.items()}
        names.update({name: tuple(sorted(codes)) for name, codes in inside.items()})
        return cls(kinds, names)

    def find(self, written: str) -> tuple[str, ...]:
        """The codes that a code or a name can stand for."""
        code = written.strip().upper()
        if code in self.kinds:
            return (code,)
        return self.names.get(plain_name(written), ())

    def kind_of(self, code: str) -> str:
        """The kind of an area; small areas that are the same in both vintages count as the newer."""
        return min(self.kinds[code], key=lambda kind: PREFERENCE.index(kind) if kind in PREFERENCE else 99)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column is what. `period` names a column; `fixed_period` is the period of every row instead."""

    area: str
    value: str
    group: str = ""
    period: str = ""
    count: str = ""
    denominator: str = ""
    lower: str = ""
    upper: str = ""
    fixed_period: str = ""
    characteristic: str = ""  # what the groups are groups of: a slug of definitions/characteristics.yaml

    def columns(self) -> dict[str, str]:
        """The heading of each part that is given."""
        parts = ("area", "value", "group", "period", "count", "denominator", "lower", "upper")
        return {part: getattr(self, part) for part in parts if getattr(self, part)}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth a look, with its place in the file."""

    sentence: str
    row: int | None = None
    column: str = ""
    value: str = ""
    is_fatal: bool = True

    def __str__(self) -> str:
        where = [f"row {self.row:,}"] if self.row is not None else []
        where += [f"column “{self.column}”"] if self.column else []
        return f"{', '.join(where)}: {self.sentence}" if where else self.sentence


@dataclass(frozen=True, slots=True)
class UploadCheck:
    """What taking an upload would do: a dry run. Nothing is taken while a problem is fatal."""

    file: str
    rows: int
    observations: pa.Table | None  # None while there is a fatal problem
    problems: tuple[Problem, ...] = ()
    unmatched: tuple[str, ...] = ()  # codes and names that are no area here
    areas_by_kind: Mapping[str, int] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    values: int = 0
    missing: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether it can be taken."""
        return self.observations is not None

    @property
    def fatal(self) -> tuple[Problem, ...]:
        """What must be put right first."""
        return tuple(problem for problem in self.problems if problem.is_fatal)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is worth a look and does not stand in the way."""
        return tuple(problem for problem in self.problems if not problem.is_fatal)

    def taken(self) -> pa.Table:
        """The observations; raises SourceError with the first thing that is wrong."""
        if self.observations is None:
            first = self.fatal[0]
            raise SourceError(self.file, first.sentence, row=first.row, column=first.column or None)
        return self.observations


def guess_mapping(table: UploadedTable, areas: KnownAreas) -> ColumnMapping:
    """The likeliest meaning of each column, from its cells and its heading; a person then corrects it.

    Raises SourceError when no column holds areas that are known here, or none holds numbers.
    """
    every = max(1, len(table.rows) // SAMPLE)
    samples = {heading: [cell for cell in table.column(heading)[::every] if cell] for heading in table.headings}
    area = _best(samples, lambda cell: bool(areas.find(cell)), "area")
    if not area:
        raise SourceError(
            table.file, "No column holds codes or names of areas that are known here; add one with their codes."
        )
    others = {heading: cells for heading, cells in samples.items() if heading != area}
    period = _best(others, lambda cell: parse_period(cell) is not None, "period")
    numeric = [heading for heading, cells in others.items() if heading != period and _share(cells, is_number) >= 0.5]
    if not numeric:
        raise SourceError(table.file, "No column holds numbers; add one with the values.")
    found = {part: _hinted(numeric, part) for part in ("lower", "upper", "denominator", "count")}
    left = [heading for heading in numeric if heading not in found.values()]
    value = _hinted(left, "value") or next(iter(left), "") or found.pop("count")
    words = [heading for heading in others if heading not in numeric and heading != period]
    group = _hinted(words, "group")
    return ColumnMapping(
        area=area,
        value=value,
        group=group,
        period=period,
        count=found.get("count", ""),
        denominator=found["denominator"],
        lower=found["lower"],
        upper=found["upper"],
        characteristic=_characteristic(group, others.get(group, [])),
    )


def is_number(cell: str) -> bool:
    """Whether a cell is written as a number, with or without thousands' commas, a pound or a percent sign."""
    bare = cell.strip().removeprefix("£").removesuffix("%").replace(",", "")
    try:
        float(bare)
    except ValueError:
        return False
    return bare.strip("+-.0123456789eE") == ""


def _share(cells: list[str], test: Callable[[str], bool]) -> float:
    """The share of the cells that pass a test."""
    return sum(test(cell) for cell in cells) / len(cells) if cells else 0.0


def _best(samples: Mapping[str, list[str]], test: Callable[[str], bool], part: str) -> str:
    """The heading most of whose cells pass, codes before names; of two that do alike, the one that says so."""
    scored = {heading: _share(cells, test) for heading, cells in samples.items()}
    best = max(scored.values(), default=0.0)
    if best < 0.5:
        return ""
    equal = [heading for heading, score in scored.items() if score >= best - 0.05]
    if part == "area":
        passing = [heading for heading, score in scored.items() if score >= 0.5]
        coded = [heading for heading in passing if "code" in heading.casefold() or heading.casefold().endswith("cd")]
        equal = coded or equal
    return _hinted(equal, part) or equal[0]


def _hinted(headings: Iterable[str], part: str) -> str:
    """The heading that holds one of the words for this part, the first word first."""
    plain = {heading: f" {' '.join(heading.casefold().replace('_', ' ').split())} " for heading in headings}
    for hint in _HINTS[part]:
        for heading, words in plain.items():
            if f" {hint} " in words or (len(hint) > 3 and hint in words):
                return heading
    return ""


def _characteristic(heading: str, cells: list[str]) -> str:
    """The characteristic whose groups, or whose name, the column holds."""
    if not heading:
        return ""
    for slug, characteristic in load_characteristics().items():
        if _share(cells, lambda cell, c=characteristic: c.group_named(cell) is not None) >= 0.5:  # type: ignore[misc]
            return slug
    for slug, characteristic in load_characteristics().items():
        if characteristic.name.casefold() in heading.casefold() or slug in heading.casefold():
            return slug
    return ""
