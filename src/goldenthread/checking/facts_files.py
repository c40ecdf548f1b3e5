"""Reads facts from a file: CSV, JSON or YAML, all of them or none."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import yaml

from goldenthread.checking.facts import Disclosure, Fact
from goldenthread.core.claims.evidence import Evidence, Order, Statistic
from goldenthread.core.claims.numerals import Unit
from goldenthread.core.estimates import Polarity

#: So many problems are told at once; who has more has another file in hand.
MOST_TOLD = 20
LARGEST_BYTES = 20_000_000


class FactsRefused(ValueError):
    """The file of facts cannot be taken; each problem is a sentence with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - MOST_TOLD
        told = [*self.problems[:MOST_TOLD], *([f"{more} more like these."] if more > 0 else [])]
        super().__init__("\n".join(told))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form: its name, what it holds, and how it is read."""

    name: str
    holds: str
    read: Callable[[str], Any]
    is_needed: bool = False


def _text(said: str) -> str:
    return said


def _slug(said: str) -> str:
    return said.removeprefix("claim:")


def _number(said: str) -> Fraction:
    plain = said.replace(",", "").removeprefix("£").removesuffix("%").strip()
    if not re.fullmatch(r"[-+]?\d+(?:\.\d+)?", plain):
        raise ValueError(f"“{said}” is not a number. Write figures such as 10.8.")
    return Fraction(plain)


def _whole(said: str) -> int:
    value = _number(said)
    if value.denominator != 1:
        raise ValueError(f"“{said}” is not a whole number.")
    return int(value)


def _numbers(said: str) -> tuple[Fraction, ...]:
    return tuple(_number(each.strip()) for each in said.split(";") if each.strip())


def _interval(said: str) -> tuple[Fraction, Fraction]:
    parts = [each.strip() for each in re.split(r"\bto\b|;", said)]
    if len(parts) != 2:
        raise ValueError(f"“{said}” is not an interval. Write it as 9.9 to 11.6.")
    return _number(parts[0]), _number(parts[1])


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"“{said}” is not a day. Write it as 2024-05-31.") from None


def _yes(said: str) -> bool:
    known = {"yes": True, "true": True, "no": False, "false": False}
    if said.lower() not in known:
        raise ValueError(f"“{said}” is neither yes nor no.")
    return known[said.lower()]


def _one_of(kinds: Iterable[Any]) -> Callable[[str], Any]:
    known = {each.value: each for each in kinds}

    def read(said: str) -> Any:
        plain = said.lower().replace("_", " ").replace("-", " ")
        if plain not in known:
            raise ValueError(f"“{said}” is not one of: {', '.join(known)}.")
        return known[plain]

    return read


def _names(kinds: Iterable[Any]) -> str:
    return ", ".join(each.value for each in kinds)


#: The form: what a file of facts may say of each.
COLUMNS: tuple[Column, ...] = (
    Column("slug", "The name that claims are bound by: small letters, figures and hyphens.", _slug, is_needed=True),
    Column("subject", "What the value is of, in a few words.", _text, is_needed=True),
    Column("statistic", f"One of: {_names(Statistic)}. Shares are in per cent.", _one_of(Statistic), is_needed=True),
    Column("value", "The value, not rounded. Empty where there is none, or its parts or series say it.", _number),
    Column("numerator", "Of a share: how many.", _number),
    Column("denominator", "Of a share: out of how many.", _number),
    Column("interval", "Its interval, as 9.9 to 11.6.", _interval),
    Column("series", "All values of a range, or the first and last of a change, with semicolons.", _numbers),
    Column("unit", f"Of a gap or a change, where it is not plain: {_names(Unit)}.", _one_of(Unit)),
    Column("base", "Of a rate: per how many, as 100000.", _whole),
    Column("peers", "Of a rank: how many are in the table.", _whole),
    Column("tied", "Of a rank: how many others share the place.", _whole),
    Column("order", f"Of a rank: {_names(Order)}.", _one_of(Order)),
    Column("polarity", f"Which direction is good: {_names(Polarity)}.", _one_of(Polarity)),
    Column("is_clear", "Of a change: whether it is beyond the criterion (yes, no).", _yes),
    Column("criterion", "Of a change: the criterion in words.", _text),
    Column("is_of_gap", "Whether a change is the change of a gap (yes, no).", _yes),
    Column("place", "Of which place.", _text),
    Column("boundaries", "Of which year the outlines of the place are.", _text),
    Column("group", "Of which group of people.", _text),
    Column("period", "Of which time, as 2022-23, 2022, or April 2022 to March 2023.", _text),
    Column("as_at", "The day on which it was worked out or recorded, as 2023-04-30.", _day),
    Column("valid_until", "The last day on which it may be said without a word.", _day),
    Column("owner", "Who stands for it.", _text),
    Column("verifier", "Who checked it: never the owner.", _text),
    Column("disclosure", f"One of: {_names(Disclosure)}. Empty is not checked.", _one_of(Disclosure)),
    Column("caveat", "What a reader should know.", _text),
    Column("source", "Where it comes from.", _text),
    Column("sha256", "The SHA-256 of the file it was read from.", _text),
    Column("superseded_by", "The slug of the fact that takes its place.", _slug),
)
_BY_NAME = {each.name: each for each in COLUMNS}
_OF_EVIDENCE = frozenset(
    re.findall(
        r"\w+",
        "statistic value numerator denominator series unit base peers tied order polarity is_clear criterion "
        "is_of_gap as_at valid_until",
    )
)


def read_facts(name: str, content: bytes) -> dict[str, Fact]:
    """The facts in a file, by their slugs. Raises :class:`FactsRefused`, and then takes none.

    >>> facts = read_facts("facts.csv", b"slug,subject,statistic,value\\nhomes,Homes built,count,68\\n")
    >>> int(facts["homes"].evidence.value)
    68
    """
    if len(content) > LARGEST_BYTES:
        raise FactsRefused([f"{name} has more than 20 MB. Choose the file of facts."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FactsRefused([f"{name} is not in UTF-8: byte {error.start + 1:,} cannot be read."]) from None
    ending = name.rsplit(".", 1)[-1].lower()
    readers = {"csv": _of_csv, "json": _of_json, "yaml": _of_yaml, "yml": _of_yaml}
    if ending not in readers:
        raise FactsRefused([f"{name} is not a file of facts. Choose a .csv, .json or .yaml file."])
    return _facts(list(readers[ending](name, text)))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the file says of one fact, and how to say where."""

    where: str
    cells: Mapping[str, str]
    is_table: bool

    def at(self, column: str) -> str:
        return f"{self.where}, {'column ' if self.is_table else ''}{column}"


def _of_csv(name: str, text: str) -> Iterator[_Entry]:
    rows = csv.reader(io.StringIO(text))
    try:
        heading = [each.strip().lower().replace(" ", "_") for each in next(rows, [])]
        _check_names(heading, f"{name}, row 1")
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            where = f"{name}, row {rows.line_num}"
            if len(row) > len(heading):
                raise FactsRefused(
                    [f"{where} has {len(row)} cells and the heading {len(heading)}. Put commas in quotes."]
                )
            yield _Entry(where, {key: cell.strip() for key, cell in zip(heading, row, strict=False)}, is_table=True)
    except csv.Error as error:
        raise FactsRefused([f"{name}, row {rows.line_num}: {error}. Save it anew as CSV."]) from None


def _check_names(names: Sequence[str], where: str) -> None:
    unknown = [each for each in names if each not in _BY_NAME]
    if unknown:
        raise FactsRefused([f"{where}: “{unknown[0]}” is no column of facts. They are: {', '.join(_BY_NAME)}."])
    missing = [each.name for each in COLUMNS if each.is_needed and each.name not in names]
    if missing:
        raise FactsRefused([f"{where}: there is no {' and no '.join(missing)}."])
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice:
        raise FactsRefused([f"{where}: the column {twice} is there twice."])


def _of_json(name: str, text: str) -> Iterator[_Entry]:
    try:
        content = json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise FactsRefused(
            [f"{name}, line {error.lineno}, column {error.colno}: it is not JSON ({error.msg})."]
        ) from None
    return _entries(name, content)


def _of_yaml(name: str, text: str) -> Iterator[_Entry]:
    try:
        # Everything is read as text, so that no number is rounded and nothing else can be made of it.
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes text, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise FactsRefused([f"{name}{where}: it is not YAML ({getattr(error, 'problem', error)})."]) from None
    return _entries(name, content)


def _entries(name: str, content: Any) -> Iterator[_Entry]:
    listed = content.get("facts") if isinstance(content, dict) else content
    if not isinstance(listed, list):
        raise FactsRefused([f"{name} has no list of facts. It begins with “facts:” and has an entry for each."])
    for number, each in enumerate(listed, 1):
        where = f"{name}, fact {number}"
        if not isinstance(each, dict):
            raise FactsRefused([f"{where} is not a fact: write its slug, subject, statistic and value."])
        _check_names([str(key) for key in each], where)
        yield _Entry(where, {str(key): _plain(value) for key, value in each.items()}, is_table=False)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_plain(each) for each in value)
    return str(value).strip()


def _facts(entries: Sequence[_Entry]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    where: dict[str, str] = {}
    problems: list[str] = []
    for entry in entries:
        cells, wrong = _read_cells(entry)
        problems += wrong
        if wrong:
            continue
        try:
            fact = _fact(cells)
        except ValueError as error:
            problems.append(f"{entry.where}: {error}")
            continue
        if fact.slug in facts:
            problems.append(f"{entry.at('slug')}: “{fact.slug}” is there already, at {where[fact.slug]}.")
        facts[fact.slug] = fact
        where[fact.slug] = entry.where
    for fact in facts.values():
        if fact.superseded_by and fact.superseded_by not in facts:
            problems.append(
                f"{where[fact.slug]}: it is superseded by “{fact.superseded_by}”, which is not in the file."
            )
    if problems:
        raise FactsRefused(problems)
    return facts


def _read_cells(entry: _Entry) -> tuple[dict[str, Any], list[str]]:
    cells: dict[str, Any] = {}
    problems = []
    for column in COLUMNS:
        said = entry.cells.get(column.name, "")
        if not said:
            if column.is_needed:
                problems.append(f"{entry.at(column.name)}: it is empty. {column.holds}")
            continue
        try:
            cells[column.name] = column.read(said)
        except ValueError as error:
            problems.append(f"{entry.at(column.name)}: {error}")
    return cells, problems


def _fact(cells: dict[str, Any]) -> Fact:
    of_evidence = {key: value for key, value in cells.items() if key in _OF_EVIDENCE}
    if "interval" in cells:
        of_evidence["lower"], of_evidence["upper"] = cells["interval"]
    disclosure = cells.get("disclosure", Disclosure.NOT_CHECKED)
    evidence = Evidence(**of_evidence, is_suppressed=disclosure is Disclosure.SUPPRESSED)
    rest = {key: value for key, value in cells.items() if key not in _OF_EVIDENCE and key not in {"interval"}}
    return Fact(**(rest | {"disclosure": disclosure}), evidence=evidence)
