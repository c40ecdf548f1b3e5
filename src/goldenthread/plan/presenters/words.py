"""Words and small shapes that the plan's pages are written with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse

from goldenthread.plan import documents
from goldenthread.plan.figures import as_stated
from goldenthread.plan.kinds import MeasureKind
from goldenthread.plan.states import OPEN_STATUSES, ActionStatus

STATUS_COLOURS = {
    ActionStatus.NOT_STARTED: "grey",
    ActionStatus.ON_TRACK: "teal",
    ActionStatus.AT_RISK: "yellow",
    ActionStatus.OFF_TRACK: "orange",
    ActionStatus.DONE: "green",
    ActionStatus.MISSED: "red",
    ActionStatus.STOPPED: "purple",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list where `items` is not empty."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How an action is going, in words and a colour that is never alone."""

    words: str
    colour: str


def make_blocks(text: str) -> tuple[Block, ...]:
    """Plain text as paragraphs and lists: a blank line ends a paragraph, a line that begins with "- " is an item."""
    blocks: list[Block] = []
    for chunk in text.replace("\r\n", "\n").split("\n\n"):
        lead: list[str] = []
        items: list[str] = []
        for line in filter(None, (line.strip() for line in chunk.split("\n"))):
            if line.startswith("- "):
                items.append(line.removeprefix("- ").strip())
            elif items:
                items[-1] = f"{items[-1]} {line}"
            else:
                lead.append(line)
        if lead:
            blocks.append(Block(" ".join(lead)))
        if items:
            blocks.append(Block("", tuple(items)))
    return tuple(blocks)


def make_status(status: str) -> Status:
    """The status as a tag: "On track"."""
    return Status(status.capitalize(), STATUS_COLOURS[ActionStatus(status)])


def make_period(starts_on: date, ends_on: date) -> str:
    """The plan's years: "2025 to 2029"."""
    return str(starts_on.year) if starts_on.year == ends_on.year else f"{starts_on.year} to {ends_on.year}"


def write_day(day: date | None, otherwise: str = "") -> str:
    """A day in full: 3 April 2026."""
    return f"{day.day} {day:%B %Y}" if day else otherwise


def way_to(name: str, *known: str) -> Callable[[str], str]:
    """The address of a page of any part of a plan, by its number: looked up once, for hundreds of parts."""
    return _way_to(get_script_prefix(), name, known)


@lru_cache(maxsize=256)
def _way_to(_prefix: str, name: str, known: tuple[str, ...]) -> Callable[[str], str]:
    before, _, after = reverse(f"plan:{name}", args=[*known, _PLACE]).rpartition(_PLACE)
    return lambda number: f"{before}{quote(number)}{after}"


_PLACE = "NUMBER"


def how_we_know_href(indicator_slug: str) -> str:
    """Where the indicator's figures are proved; nothing where there is no such page."""
    return f"/indicators/{quote(indicator_slug)}/how-do-we-know/" if indicator_slug else ""


def count_statuses(actions: Iterable[documents.ActionDocument], *, on: date) -> str:
    """How the actions are going, in a sentence that puts what was missed beside what went well."""
    counted: Counter[ActionStatus] = Counter()
    overdue = missed = 0
    for action in actions:
        status = ActionStatus(action.progress.status)
        counted[status] += 1
        overdue += is_overdue(action, on=on)
        missed += bool(action.progress.missed_cycle)
    total = sum(counted.values())
    if not total:
        return ""
    parts = [f"{counted[status]} {status.value}" for status in _AS_TOLD if counted[status]]
    noun = "action" if total == 1 else "actions"
    late = f" {overdue} {'is' if overdue == 1 else 'are'} past the date promised." if overdue else ""
    unheard = f" On {missed} nobody told us how {'it is' if missed == 1 else 'they are'} going." if missed else ""
    return f"{total} {noun}: {_join(parts)}.{late}{unheard}"


_AS_TOLD = (
    ActionStatus.DONE,
    ActionStatus.ON_TRACK,
    ActionStatus.AT_RISK,
    ActionStatus.OFF_TRACK,
    ActionStatus.MISSED,
    ActionStatus.STOPPED,
    ActionStatus.NOT_STARTED,
)


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def is_overdue(action: documents.ActionDocument, *, on: date) -> bool:
    is_open = ActionStatus(action.progress.status) in OPEN_STATUSES
    return is_open and action.due_on is not None and action.due_on < on


def say_what_it_waits_for(
    plan: documents.PlanDocument, action: documents.ActionDocument, others: Iterable[documents.ActionDocument]
) -> str:
    """That an open action cannot go on before others are done, in a sentence; nothing where none holds it up."""
    if ActionStatus(action.progress.status) not in OPEN_STATUSES:
        return ""
    first = [
        other
        for other in others
        if other.number in action.waits_for and ActionStatus(other.progress.status) is not ActionStatus.DONE
    ]
    if not first:
        return ""
    named = [f"{plan.action_name} {other.number}, which is {other.progress.status}" for other in first]
    return f"It waits for {'; and for '.join(named)}."


def write_missed(progress: documents.ActionProgress) -> str:
    """That an update was wanted and has not come, as plainly as anything else; nothing where none was missed."""
    if not progress.missed_cycle:
        return ""
    return f"Not updated since {write_day(progress.updated_on)}" if progress.updated_on else "Never updated"


def write_target(measure: documents.MeasureDocument) -> str:
    """What is aimed for, and by when."""
    kind = MeasureKind(measure.kind)
    if measure.target_words:
        said = measure.target_words
    elif measure.target_value is not None:
        said = as_stated(measure, measure.target_value)
        if kind is MeasureKind.FLOOR:
            said = f"at least {said} in every ward"
        elif kind is MeasureKind.ANSWERED and measure.reply_days:
            said = f"{said} answered within {measure.reply_days} working days"
    elif kind is MeasureKind.ALL_OF:
        said = "all of them"
    elif kind is MeasureKind.CADENCE and measure.cadence:
        place = " in each place" if measure.cadence.in_each_place else ""
        said = f"once a {measure.cadence.every}{place}"
    elif kind is MeasureKind.MILESTONE:
        said = "done"
    else:
        return ""
    return f"{said} by {write_day(measure.target_on)}" if measure.target_on else said


def write_baseline(measure: documents.MeasureDocument) -> str:
    """What the figure was when the plan began."""
    if measure.baseline_value is None:
        return measure.baseline_note
    when = f" on {write_day(measure.baseline_on)}" if measure.baseline_on else ""
    return f"{as_stated(measure, measure.baseline_value)}{when}"
