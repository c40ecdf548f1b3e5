"""Which column of somebody else's table is what: proposed from its heading and its cells, settled by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from goldenthread.plan.importing.dates import NoSuchDay, read_day
from goldenthread.plan.importing.words import propose_status

#: A column is taken for what its cells are when at least this share of the filled ones are.
MOSTLY = 0.7
ENOUGH_CELLS = 3


class Column(StrEnum):
    """What a column of an action list can hold."""

    NUMBER = "number"
    TITLE = "title"
    DESCRIPTION = "description"
    AIM = "aim"
    OWNER = "owner"
    TEAM = "team"
    PARTNERS = "partners"
    GROUPS = "groups"
    START = "start"
    DUE = "due"
    STATUS = "status"
    REASON = "reason"
    PROGRESS = "progress"
    NEXT_STEP = "next step"
    FORECAST = "forecast"
    BUDGET = "budget line"
    THEMES = "themes"
    MILESTONES = "milestones"
    WAITS_FOR = "waits for"
    MEASURE = "measure"
    UNIT = "unit"
    BASELINE = "baseline"
    TARGET = "target"
    TARGET_ON = "target date"
    SOURCE = "source"

    @property
    def sentence(self) -> str:
        """What it is called where somebody chooses."""
        return _SENTENCES[self]


_SENTENCES = {
    Column.NUMBER: "Number of the action",
    Column.TITLE: "Action: what will be done",
    Column.DESCRIPTION: "More about the action",
    Column.AIM: "Aim, priority or goal it belongs to",
    Column.OWNER: "Who leads it",
    Column.TEAM: "Team",
    Column.PARTNERS: "Partners",
    Column.GROUPS: "Who it is for",
    Column.START: "Start",
    Column.DUE: "Due",
    Column.STATUS: "Status",
    Column.REASON: "Reason for the status",
    Column.PROGRESS: "Progress: what has happened",
    Column.NEXT_STEP: "Next step",
    Column.FORECAST: "Forecast",
    Column.BUDGET: "Budget line",
    Column.THEMES: "Themes",
    Column.MILESTONES: "Milestones",
    Column.WAITS_FOR: "Actions that come first",
    Column.MEASURE: "Progress measure",
    Column.UNIT: "Unit of the measure",
    Column.BASELINE: "Where the measure began",
    Column.TARGET: "Target of the measure",
    Column.TARGET_ON: "Date of the target",
    Column.SOURCE: "Where the figure comes from",
}

#: What councils write above each; the longest that fits is taken.
_HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: (
        "number", "no", "ref", "reference", "ref no", "action no", "action number", "action ref", "id",
        "action id", "item", "#", "number of the action", "action reference",
    ),
    Column.TITLE: (
        "action", "title", "actions", "what will we do", "what we will do", "activity", "task", "commitment",
        "action title", "key action", "key actions", "deliverable", "project", "what", "we will",
        "action what will be done", "action description", "objective action", "key activity",
    ),
    Column.DESCRIPTION: (
        "description", "details", "detail", "more about the action", "how", "how we will do it",
        "notes on action", "further detail", "background",
    ),
    Column.AIM: (
        "aim", "priority", "objective", "goal", "theme", "outcome", "equality objective", "strategic priority",
        "equality aim", "strategic objective", "ambition", "pillar", "aim priority or goal it belongs to",
        "mission",
    ),
    Column.OWNER: (
        "owner", "lead", "lead officer", "responsible officer", "responsible", "who leads it", "who",
        "action owner", "accountable", "lead person", "officer", "assigned to", "responsibility", "by whom",
        "who is responsible", "responsible lead", "named officer",
    ),
    Column.TEAM: (
        "team", "service", "department", "directorate", "service area", "lead service", "lead team", "division",
    ),
    Column.PARTNERS: (
        "partners", "partner", "with whom", "working with", "partner organisations", "delivery partners",
    ),
    Column.GROUPS: (
        "groups", "who it is for", "target group", "protected characteristic", "protected characteristics",
        "who benefits", "beneficiaries", "cohort",
    ),
    Column.START: (
        "start", "start date", "from", "begins", "commence", "starts on", "planned start",
    ),
    Column.DUE: (
        "due", "due date", "deadline", "end date", "end", "timescale", "timescales", "by when", "target date",
        "completion date", "when", "finish", "due by", "date due", "timeframe", "delivery date", "complete by",
        "target completion", "target completion date",
    ),
    Column.STATUS: (
        "status", "rag", "rag status", "rag rating", "progress status", "current status", "brag", "on track",
        "brag status",
    ),
    Column.REASON: (
        "reason", "reason for the status", "reason for status", "reason for rag", "explanation", "reasons",
    ),
    Column.PROGRESS: (
        "progress", "update", "progress update", "commentary", "comments", "latest update", "comment",
        "progress to date", "progress what has happened", "quarterly update", "narrative", "update text",
    ),
    Column.NEXT_STEP: (
        "next step", "next steps", "what next", "planned next steps",
    ),
    Column.FORECAST: (
        "forecast", "year end forecast", "forecast status", "predicted outcome", "direction of travel",
    ),
    Column.BUDGET: (
        "budget", "budget line", "cost", "resources", "funding", "resource", "budget code", "cost code",
    ),
    Column.THEMES: (
        "themes", "tags", "cross cutting theme", "cross cutting themes", "cross cutting",
    ),
    Column.MILESTONES: (
        "milestones", "milestone", "key milestones", "steps",
    ),
    Column.WAITS_FOR: (
        "waits for", "dependencies", "depends on", "actions that come first", "dependency", "interdependencies",
    ),
    Column.MEASURE: (
        "measure", "kpi", "progress measure", "success measure", "measure of success", "how we will measure",
        "indicator", "performance measure", "performance indicator", "success criteria", "how will we know",
        "measures", "outcome measure", "what success looks like",
    ),
    Column.UNIT: (
        "unit", "unit of the measure", "units",
    ),
    Column.BASELINE: (
        "baseline", "where the measure began", "starting point", "current position",
    ),
    Column.TARGET: (
        "target", "target of the measure", "target figure", "target value",
    ),
    Column.TARGET_ON: (
        "date of the target", "target by", "target year", "target due",
    ),
    Column.SOURCE: (
        "source", "data source", "where the figure comes from", "evidence source",
    ),
}  # fmt: skip


def tidy_heading(heading: str) -> str:
    """A heading in small letters without marks, as it is compared."""
    plain = re.sub(r"\([^)]*\)", " ", heading.casefold())
    words = re.findall(r"[a-z]+|#", plain.replace("&", " and "))
    return " ".join(words)


@lru_cache(maxsize=4096)
def recognise(heading: str) -> tuple[Column | None, int]:
    """What a heading most likely stands above, and how sure that is: 3 for the very word, less for a part of it."""
    plain = tidy_heading(heading)
    if not plain:
        return None, 0
    if ": " in heading:  # under a heading that stands over several columns, each has its own
        own = recognise(heading.rsplit(": ", 1)[1])
        if own[0] is not None:
            return own
    for column, phrases in _HEADINGS.items():
        if plain in phrases:
            return column, 3
    best: tuple[Column | None, int] = (None, 0)
    for column, phrases in _HEADINGS.items():
        for phrase in phrases:
            is_within = len(phrase) > 3 and f" {phrase} " in f" {plain} "
            if is_within and len(phrase) > best[1]:
                best = column, len(phrase)
    return best[0], 2 if best[0] is not None and len(plain.split()) <= 4 else (1 if best[0] is not None else 0)


def propose_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Column]:
    """What each column most likely is, no kind twice; those that are not in the answer are kept as notes."""
    ranked = []
    for position, heading in enumerate(headings):
        column, sureness = recognise(heading)
        if column is not None:
            ranked.append((-sureness, position, heading, column))
    found: dict[str, Column] = {}
    for _, _, heading, column in sorted(ranked):
        if column not in found.values():
            found[heading] = column
    for position, heading in enumerate(headings):
        if heading in found or recognise(heading)[1] == 3:
            continue
        column = _recognise_cells([row[position] for row in rows if position < len(row) and row[position]])
        if column is not None and column not in found.values():
            found[heading] = column
    if Column.TITLE not in found.values():
        _take_as_title(headings, rows, found)
    return {heading: found[heading] for heading in headings if heading in found}


def _recognise_cells(cells: Sequence[str]) -> Column | None:
    if len(cells) < ENOUGH_CELLS:
        return None
    if sum(_is_day(cell) for cell in cells) >= MOSTLY * len(cells):
        return Column.DUE
    short = [cell for cell in cells if len(cell) <= 25]
    if sum(propose_status(cell) is not None for cell in short) >= MOSTLY * len(cells):
        return Column.STATUS
    return None


def _is_day(cell: str) -> bool:
    try:
        return read_day(cell).day is not None
    except NoSuchDay:
        return True


def _take_as_title(headings: Sequence[str], rows: Sequence[Sequence[str]], found: dict[str, Column]) -> None:
    """Without a heading for it, the action is the free column with the longest words: description before the rest."""
    described = next((heading for heading, column in found.items() if column is Column.DESCRIPTION), None)
    if described is not None:
        found[described] = Column.TITLE
        return
    lengths = {
        heading: sum(len(row[position]) for row in rows if position < len(row))
        for position, heading in enumerate(headings)
        if heading not in found
    }
    if lengths and max(lengths.values()):
        found[max(lengths, key=lambda heading: lengths[heading])] = Column.TITLE
