"""The scrutiny pack on paper: the same words, numbers and order as its page."""

from __future__ import annotations

from collections.abc import Iterable

from goldenthread.plan.models import Action
from goldenthread.plan.oversight import CONCERNS, who_leads
from goldenthread.plan.presenters import write_day
from goldenthread.plan.scrutiny import Concern, Pack
from goldenthread.publishing.document import Block, Document, Inset, ItemList, Paragraph, Section, TableBlock
from goldenthread.publishing.figures import Cell, Column, Table

_TEXT = tuple(Column(name) for name in ("Action", "Who leads", "Status", "Due", "Last updated"))


def make_document(pack: Pack, *, council: str, notice: str = "") -> Document:
    """The whole pack."""
    opening: list[Block] = [Inset(notice)] if notice else []
    opening.append(Paragraph(pack.finding, is_lede=True))
    return Document(
        title=f"Scrutiny pack: {pack.title}",
        language="en-GB",
        author=council,
        subtitle=f"{council}. What changed since {write_day(pack.since)}",
        published=pack.on,
        opening=tuple(opening),
        sections=(
            *([_counts(pack)] if pack.by_team else []),
            _changes(pack),
            *(_concern(concern) for concern in pack.concerns if concern.count),
        ),
        footer=f"Scrutiny pack: {pack.title} – {council}",
    )


def _counts(pack: Pack) -> Section:
    columns = (Column("Team"), Column("Open", 0), *(Column(words, 0) for words in CONCERNS.values()))
    rows: tuple[tuple[Cell, ...], ...] = tuple((name, *numbers) for name, numbers in pack.by_team)
    return Section("How many, by team", (TableBlock(Table("Open actions and concerns by team", columns, rows)),))


def _concern(concern: Concern) -> Section:
    rows = tuple(
        (f"{row.label}: {row.title}", row.lead, f"{row.status}. {row.reason}".strip(), row.due, row.updated)
        for row in concern.rows
    )
    shown = f" The {len(rows)} that are due first are shown." if concern.count > len(rows) else ""
    said = f"{concern.count} action{'' if concern.count == 1 else 's'}.{shown}"
    return Section(concern.heading, (Paragraph(said), TableBlock(Table(concern.heading, _TEXT, rows))))


def _changes(pack: Pack) -> Section:
    changes = pack.changes
    if changes.is_empty:
        return Section(f"Since {write_day(changes.since)}", (Paragraph("Nothing was recorded."),))
    inner = [
        _list(
            f"{changes.moved_count} with another status",
            (f"{_name(each.action)}: from {each.before} to {each.after}" for each in changes.moved),
        ),
        _list(
            f"{changes.fell_due_count} whose date has passed",
            (
                f"{_name(each)}, due {write_day(each.due_on)}, {who_leads(each.owner, each.owner_role, each.team)}"
                for each in changes.fell_due
            ),
        ),
        _list(
            f"{changes.missed_count} not updated when asked",
            (f"{_name(each.action)}, for {each.cycle.title}" for each in changes.missed),
        ),
        _list(
            "Steps reached",
            (f"{_name(each.action)}: {each.title}, {write_day(each.done_on)}" for each in changes.milestones),
        ),
        _list(
            "Targets changed",
            (
                f"{each.measure.plan.measure_name} {each.measure.number}: {each.words or each.value}. {each.decision}"
                for each in changes.targets
            ),
        ),
        _list("New", map(_name, changes.added)),
        _list("Taken out", map(_name, changes.removed)),
    ]
    said = f"{changes.updated_count} action{'' if changes.updated_count == 1 else 's'} had an update."
    return Section(
        f"Since {write_day(changes.since)}", (Paragraph(said),), tuple(each for each in inner if each is not None)
    )


def _list(heading: str, items: Iterable[str]) -> Section | None:
    found = tuple(items)
    return Section(heading, (ItemList(found),)) if found else None


def _name(action: Action) -> str:
    return f"{action.plan.action_name} {action.number}: {action.title}"
