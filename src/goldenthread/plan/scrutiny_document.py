"""The scrutiny pack on paper: the same words, numbers and order as its page."""

from __future__ import annotations

from goldenthread.plan.change_lines import ChangeGroup, make_groups
from goldenthread.plan.oversight import CONCERNS
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
    said = f"{changes.updated_count} action{'' if changes.updated_count == 1 else 's'} had an update."
    return Section(f"Since {write_day(changes.since)}", (Paragraph(said),), tuple(map(_group, make_groups(changes))))


def _group(group: ChangeGroup) -> Section:
    lines = ItemList(tuple(f"{line.title}{line.more}" for line in group.lines))
    return Section(group.heading, (lines, Paragraph(group.left_out)) if group.left_out else (lines,))
