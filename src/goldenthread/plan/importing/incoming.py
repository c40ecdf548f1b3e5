"""What a file says a plan should be, before anything is compared or written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from goldenthread.plan.documents import PlanContent


class PartKind(StrEnum):
    """A kind of part, by the word the form and the addresses of pages have for it."""

    PLAN = "plan"
    AIM = "aims"
    ACTION = "actions"
    MEASURE = "measures"
    ASK = "asks"
    DIFFERENCE = "differences"
    ACHIEVEMENT = "achievements"

    @property
    def singular(self) -> str:
        """What one of them is called where the plan's own word is not known."""
        return self.value.removesuffix("s")


Key = tuple[PartKind, str]
"""A kind of part and its number; the plan itself has none."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file, as a person would look for it."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    path: str = ""

    def __str__(self) -> str:
        said = [self.file]
        if self.sheet:
            said.append(f"sheet “{self.sheet}”")
        if self.row is not None:
            said.append(f"row {self.row:,}")
        if self.column:
            said.append(f"column “{self.column}”")
        if self.path:
            said.append(self.path)
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault that stands in the way, or something to look at; where it is and what to do."""

    where: Where
    sentence: str
    is_fault: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


class FileFault(ValueError):
    """A file that cannot be taken as it is, with everything that is wrong with it."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        self.remarks = remarks
        super().__init__(" ".join(str(remark) for remark in remarks))


class RowFate(StrEnum):
    """What becomes of a row of a table."""

    ACTION = "an action"
    MEASURE = "a measure of the action above"
    AIM = "a heading: the rows beneath belong to it"
    NOTE = "kept as a note with the file"
    HEADINGS = "the headings"
    TITLE = "stands above the table; kept as a note"


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row of the file and what it was taken for."""

    where: Where
    fate: RowFate
    words: str
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """What was written beside what the plan has room for."""

    key: Key | None
    where: Where
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A plan, or the part of one, as a file has it.

    `says` names the attributes of each part that the file speaks of; what it is silent on stays as it is. Owners are
    as the file names them: an e-mail address, a name or a post.
    """

    content: PlanContent
    is_whole: bool
    says: Mapping[Key, frozenset[str]]
    owners: Mapping[Key, str] = field(default_factory=dict)
    budget_lines: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[Key, Where] = field(default_factory=dict)
    notes: tuple[Notes, ...] = ()
    rows: tuple[RowRead, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def faults(self) -> tuple[Remark, ...]:
        """What has to be mended first."""
        return tuple(remark for remark in self.remarks if remark.is_fault)

    @property
    def doubts(self) -> tuple[Remark, ...]:
        """What somebody should look at."""
        return tuple(remark for remark in self.remarks if not remark.is_fault)
