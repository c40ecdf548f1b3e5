"""From the rows of somebody else's table to what they say of a plan. Nothing that was written is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from goldenthread.plan import documents
from goldenthread.plan.importing.cells import (
    LONGEST_TITLE,
    Counter,
    are_same,
    cut_title,
    read_amount,
    read_milestone,
    read_number,
    split_lines,
    split_pieces,
)
from goldenthread.plan.importing.columns import Column
from goldenthread.plan.importing.dates import NO_DATE, NoSuchDay, read_day
from goldenthread.plan.importing.incoming import Incoming, Key, Notes, PartKind, Remark, RowFate, RowRead, Where
from goldenthread.plan.importing.names import split_names
from goldenthread.plan.importing.tables import Table, TableRow
from goldenthread.plan.kinds import CouncilRole, Direction, MeasureKind
from goldenthread.plan.states import STATUSES_THAT_NEED_A_REASON, ActionStatus

NO_REASON = "The list this was brought in from gives no reason."

_LEVELS = "priority|aim|objective|goal|theme|outcome|ambition|commitment|pillar|mission|strand|workstream"
_BAND = re.compile(rf"^(?:[a-z]+ )?(?:{_LEVELS})s?\b", re.IGNORECASE)
_ASIDE = re.compile(r"^(?:key|notes?|n\.?b|totals?|source|rag|last updated|version|legend)\b\W", re.IGNORECASE)
_AIM = re.compile(
    r"^(?:(?P<level>[A-Za-z][A-Za-z ]{2,40}?) )?(?P<number>\d+(?:\.\d+)*|[A-Z])\s*(?:[:.)–—\-]+\s*|$)(?P<title>.*)$",
    re.DOTALL,
)


@dataclass(slots=True)
class _Told:
    """What was gathered of one plan while going down the rows."""

    known: documents.PlanContent
    on: date
    actions: dict[str, documents.ActionDocument] = field(default_factory=dict)
    sections: dict[str, documents.SectionDocument] = field(default_factory=dict)
    measures: dict[str, documents.MeasureDocument] = field(default_factory=dict)
    says: dict[Key, set[str]] = field(default_factory=dict)
    owners: dict[Key, str] = field(default_factory=dict)
    budget_lines: dict[str, str] = field(default_factory=dict)
    places: dict[Key, Where] = field(default_factory=dict)
    notes: list[Notes] = field(default_factory=list)
    rows: list[RowRead] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def doubt(self, where: Where, sentence: str) -> None:
        self.remarks.append(Remark(where, sentence))

    def fault(self, where: Where, sentence: str) -> None:
        self.remarks.append(Remark(where, sentence, is_fault=True))


def read_rows(
    table: Table,
    columns: Mapping[str, Column],
    statuses: Mapping[str, str],
    *,
    known: documents.PlanContent,
    on: date,
    clear_empty: bool = False,
) -> Incoming:
    """What the table says of the plan as known: rows with a number or a title the plan has are changes to it.

    `statuses` gives for each word of the table the status it means, or nothing for none.
    """
    reader = _Reader(table, columns, statuses, _Told(known, on), clear_empty)
    for number, words in table.above:
        reader.keep_aside(number, RowFate.TITLE, (("Above the table", words),), words)
    for row in table.rows:
        reader.read(row)
    return reader.finish()


class _Reader:
    """Goes down the rows and remembers to which aim and action the next one belongs."""

    def __init__(
        self,
        table: Table,
        columns: Mapping[str, Column],
        statuses: Mapping[str, str],
        told: _Told,
        clear_empty: bool,
    ) -> None:
        self.table, self.columns, self.statuses, self.told, self.clear_empty = (
            table, columns, statuses, told, clear_empty,
        )  # fmt: skip
        self.heading_of = {column: heading for heading, column in columns.items()}
        self.aim = ""
        self.action = ""
        self.waits: dict[str, tuple[str, Where]] = {}
        wanted = list(self._numbers_in_file())
        taken = [action.number for action in told.known.actions] + wanted
        self.next_action = Counter(taken)
        self.next_measure = Counter(measure.number for measure in told.known.measures)
        self.next_section = Counter(section.number for section in told.known.sections)

    # ── which kind of row ────────────────────────────────────────────────────────────────────────────
    def read(self, row: TableRow) -> None:
        cells = {
            self.columns[heading]: cell
            for heading, cell in zip(self.table.headings, row.cells, strict=True)
            if heading in self.columns
        }
        extras = tuple(
            (heading, cell)
            for heading, cell, own in zip(self.table.headings, row.cells, row.is_own, strict=True)
            if heading not in self.columns and cell and own
        )
        says_no_action = not cells.get(Column.TITLE) and not self._names_known(cells)
        is_aside = len(row.own_words) == 1 and _ASIDE.match(row.own_words[0]) is not None
        is_same_action = not self._has_own(row, Column.TITLE) and not self._has_own(row, Column.NUMBER)
        if self._is_band(row, cells):
            self._read_band(row)
        elif says_no_action or is_aside or (self.action and is_same_action):
            self._read_rest(row, cells, extras)
        else:
            self._read_action(row, cells, extras)

    def _is_band(self, row: TableRow, cells: Mapping[Column, str]) -> bool:
        words = row.own_words
        if len(words) != 1 or len(words[0]) > LONGEST_TITLE:
            return False
        if _BAND.match(words[0]):
            return True
        return bool(row.cells[0]) and not cells.get(Column.TITLE) and not cells.get(Column.NUMBER)

    def _names_known(self, cells: Mapping[Column, str]) -> bool:
        number = read_number(cells.get(Column.NUMBER, ""))
        return bool(number) and any(action.number == number for action in self.told.known.actions)

    def _has_own(self, row: TableRow, column: Column) -> bool:
        heading = self.heading_of.get(column)
        if heading is None:
            return False
        position = self.table.headings.index(heading)
        return row.is_own[position] and bool(row.cells[position])

    def _read_band(self, row: TableRow) -> None:
        words = row.own_words[0]
        where = self.table.where(row.number)
        self.aim, self.action = self._find_aim(words, where), ""
        self.told.rows.append(RowRead(where, RowFate.AIM, words, (PartKind.AIM, self.aim)))

    def _read_rest(self, row: TableRow, cells: Mapping[Column, str], extras: tuple[tuple[str, str], ...]) -> None:
        """A row without an action of its own: a further measure of the one above, or something to keep."""
        where = self.table.where(row.number)
        if self.action and self._has_own(row, Column.MEASURE):
            key = self._read_measure(cells, where)
            own = tuple(
                (self.heading_of[column], cell)
                for column, cell in cells.items()
                if column not in _OF_MEASURES and self._has_own(row, column)
            )
            self._note(key, where, (*own, *extras))
            self.told.rows.append(RowRead(where, RowFate.MEASURE, cells[Column.MEASURE], key))
            return
        written = tuple(
            (heading, cell)
            for heading, cell, own in zip(self.table.headings, row.cells, row.is_own, strict=True)
            if cell and own
        )
        self.keep_aside(row.number, RowFate.NOTE, written, "; ".join(cell for _, cell in written), near=self.action)

    def keep_aside(
        self, number: int, fate: RowFate, cells: tuple[tuple[str, str], ...], words: str, near: str = ""
    ) -> None:
        """Keep a row that is no part of the plan with the file, or with the action it stands beneath."""
        where = self.table.where(number)
        self._note((PartKind.ACTION, near) if near else None, where, cells)
        self.told.rows.append(RowRead(where, fate, words))

    # ── an action ────────────────────────────────────────────────────────────────────────────────────
    def _read_action(self, row: TableRow, cells: Mapping[Column, str], extras: tuple[tuple[str, str], ...]) -> None:
        where = self.table.where(row.number)
        notes = list(extras)
        title, rest = cut_title(cells.get(Column.TITLE, ""))
        known = self._find_action(cells.get(Column.NUMBER, ""), title)
        number = known.number if known else self._take_number(cells.get(Column.NUMBER, ""), where, notes)
        key: Key = (PartKind.ACTION, number)
        if number in self.told.actions:
            earlier = self.told.places[key]
            self.told.fault(where, f"The number {number} stands in row {earlier.row} too. Give one of them another.")
            return
        if cells.get(Column.AIM):
            self.aim = self._find_aim(cells[Column.AIM], where)
        elif known:
            self.aim = known.section_number
        elif not self.aim:
            self.aim = self._default_aim(where)
        action = known or _new_action(number, self.aim, title)
        said = {"section_number"} if cells.get(Column.AIM) or not known else set()
        changes = self._changes(cells, action, where, notes, said)
        if title:
            changes["title"] = title
            said.add("title")
        if rest:
            changes["description"] = f"{rest}\n\n{changes.get('description', '')}".strip()
            said.add("description")
        self.told.actions[number] = replace(action, **{"section_number": self.aim, **changes})  # type: ignore[arg-type]
        self.told.says[key], self.told.places[key], self.action = said, where, number
        self._read_owner(cells, key, notes)
        if cells.get(Column.BUDGET):
            self.told.budget_lines[number] = cells[Column.BUDGET]
            said.add("budget_line")
        if cells.get(Column.WAITS_FOR):
            self.waits[number] = (cells[Column.WAITS_FOR], where)
        if cells.get(Column.MEASURE):
            self._read_measure(cells, where)
        else:
            notes += [(self.heading_of[column], cells[column]) for column in _OF_MEASURES if cells.get(column)]
        self._note(key, where, tuple(notes))
        self.told.rows.append(RowRead(where, RowFate.ACTION, title or action.title, key))

    def _changes(
        self,
        cells: Mapping[Column, str],
        action: documents.ActionDocument,
        where: Where,
        notes: list[tuple[str, str]],
        said: set[str],
    ) -> dict[str, object]:
        changes: dict[str, object] = {}
        for column, attribute in _TEXTS.items():
            if cells.get(column) or (self.clear_empty and column in cells):
                changes[attribute] = cells[column]
        for column, attribute in _LISTS.items():
            if cells.get(column) or (self.clear_empty and column in cells):
                changes[attribute] = tuple(dict.fromkeys(split_pieces(cells[column])))
        if cells.get(Column.THEMES):
            changes["tags"] = tuple(documents.TagDocument("", name) for name in split_pieces(cells[Column.THEMES]))
        for column, attribute in ((Column.START, "starts_on"), (Column.DUE, "due_on")):
            if column in cells:
                self._read_day(column, attribute, cells[column], where, notes, changes)
        progress = self._read_progress(cells, action.progress, where, notes)
        if progress != action.progress:
            changes["progress"] = progress
        said.update(changes)
        return changes

    def _read_day(
        self,
        column: Column,
        attribute: str,
        words: str,
        where: Where,
        notes: list[tuple[str, str]],
        changes: dict[str, object],
    ) -> None:
        heading = self.heading_of[column]
        here = replace(where, column=heading)
        try:
            read = read_day(words, is_end=column is not Column.START)
        except NoSuchDay as wrong:
            self.told.fault(here, str(wrong))
            return
        if read.day is not None:
            changes[attribute] = read.day
            if not read.is_exact:
                notes.append((heading, words))
                self.told.doubt(here, f"“{words}” was read as {read.day.day} {read.day:%B %Y}.")
        elif self.clear_empty or words:
            if self.clear_empty or words.casefold() in NO_DATE:
                changes[attribute] = None
            if words:
                notes.append((heading, words))
            if not read.is_understood:
                self.told.doubt(here, f"“{words}” is no date, so none is set; the words are kept as a note.")

    def _read_progress(
        self,
        cells: Mapping[Column, str],
        before: documents.ActionProgress,
        where: Where,
        notes: list[tuple[str, str]],
    ) -> documents.ActionProgress:
        status = self._status(cells, Column.STATUS, where, notes)
        forecast = self._status(cells, Column.FORECAST, where, notes)
        text, next_step = cells.get(Column.PROGRESS, ""), cells.get(Column.NEXT_STEP, "")
        reason = cells.get(Column.REASON, "")
        after = replace(
            before,
            status=status or before.status,
            forecast=forecast or before.forecast,
            milestones=self._milestones(cells, before.milestones, where, notes),
        )
        if after.status != before.status or reason:
            is_needed = ActionStatus(after.status) in STATUSES_THAT_NEED_A_REASON
            after = replace(after, status_reason=reason or (text or NO_REASON if is_needed else ""))
        latest = before.updates[0] if before.updates else None
        is_told_already = latest is not None and text == latest.text and next_step in ("", latest.next_step)
        if (text or next_step) and not is_told_already:
            update = documents.UpdateDocument(self.told.on, "", text, next_step, after.status)
            after = replace(after, updates=(update, *before.updates))
        return after

    def _status(self, cells: Mapping[Column, str], column: Column, where: Where, notes: list[tuple[str, str]]) -> str:
        words = cells.get(column, "")
        if not words:
            return ""
        status = self.statuses.get(words, "")
        if status != words.casefold():
            notes.append((self.heading_of[column], words))
        if not status:
            here = replace(where, column=self.heading_of[column])
            self.told.doubt(here, f"“{words}” was given no meaning, so it is kept as a note only.")
        return status

    def _milestones(
        self,
        cells: Mapping[Column, str],
        before: tuple[documents.MilestoneDocument, ...],
        where: Where,
        notes: list[tuple[str, str]],
    ) -> tuple[documents.MilestoneDocument, ...]:
        words = cells.get(Column.MILESTONES, "")
        known = {milestone.title for milestone in before}
        found: dict[str, documents.MilestoneDocument] = {}
        for line in split_lines(words):
            try:
                title, day = read_milestone(line)
            except NoSuchDay as wrong:
                self.told.fault(replace(where, column=self.heading_of[Column.MILESTONES]), str(wrong))
                continue
            if title[:LONGEST_TITLE] not in known:
                found.setdefault(title[:LONGEST_TITLE], documents.MilestoneDocument(title[:LONGEST_TITLE], day, None))
            if len(title) > LONGEST_TITLE:
                notes.append((self.heading_of[Column.MILESTONES], line))
        return (*before, *found.values())

    def _read_owner(self, cells: Mapping[Column, str], key: Key, notes: list[tuple[str, str]]) -> None:
        names = split_names(cells.get(Column.OWNER, ""))
        if not names:
            return
        self.told.owners[key] = names[0]
        self.told.says[key].add("owner")
        if len(names) > 1:
            notes.append((self.heading_of[Column.OWNER], cells[Column.OWNER]))

    # ── aims ─────────────────────────────────────────────────────────────────────────────────────────
    def _find_aim(self, words: str, where: Where) -> str:
        every = {**{each.number: each for each in self.told.known.sections}, **self.told.sections}
        plain = " ".join(words.split())
        found = _AIM.match(plain)
        level, number, title = ("", "", plain)
        if found:
            level, number, title = found["level"] or "", found["number"], found["title"].strip()
        for section in every.values():
            if section.title.casefold() in {plain.casefold(), title.casefold()}:
                return section.number
        if number and number in every and not title:
            return number
        if not number or number in every:
            if number in every:
                self.told.doubt(
                    where, f"The plan's {every[number].label} has another title, so “{plain}” is a new one."
                )
            number = self.next_section.take()
            title = plain
        title, rest = cut_title(title or plain)
        names = self.told.known.plan.level_names or ("Aim",)
        section = documents.SectionDocument(number, "", level or names[0], title, rest)
        self.next_section.skip(number)
        self.told.sections[number] = section
        self.told.says[PartKind.AIM, number] = {"title", "text", "level_name"}
        self.told.places[PartKind.AIM, number] = where
        return number

    def _default_aim(self, where: Where) -> str:
        """Where nothing says to which aim an action belongs: the plan's first, or one named for the sheet."""
        if self.told.known.sections:
            first = self.told.known.sections[0]
            self.told.doubt(where, f"Nothing says to which aim this belongs, so it goes to {first.label}.")
            return first.number
        return self._find_aim(self.table.sheet or "Actions", where)

    # ── measures ─────────────────────────────────────────────────────────────────────────────────────
    def _read_measure(self, cells: Mapping[Column, str], where: Where) -> Key:
        title, rest = cut_title(cells[Column.MEASURE])
        every = (*self.told.known.measures, *self.told.measures.values())
        known = next(
            (each for each in every if each.action_number == self.action and are_same(each.title, title)), None
        )
        number = known.number if known else self.next_measure.take()
        measure = known or _new_measure(number, self.action, title, rest)
        changes: dict[str, object] = {}
        notes: list[tuple[str, str]] = []
        self._read_amount(cells, Column.BASELINE, "baseline_value", "baseline_note", changes)
        self._read_amount(cells, Column.TARGET, "target_value", "target_words", changes)
        if cells.get(Column.TARGET_ON):
            self._read_day(Column.TARGET_ON, "target_on", cells[Column.TARGET_ON], where, notes, changes)
        if cells.get(Column.UNIT):
            changes["unit"] = cells[Column.UNIT][:60]
        if cells.get(Column.SOURCE):
            changes["source"] = cells[Column.SOURCE][:250]
        if changes.get("unit") == "%" and known is None:
            changes |= {"kind": MeasureKind.PERCENTAGE.value, "unit": ""}
        key: Key = (PartKind.MEASURE, number)
        self.told.measures[number] = replace(measure, **changes)  # type: ignore[arg-type]
        self.told.says[key] = {"title", *changes} | ({"description"} if rest else set())
        self.told.places[key] = where
        self._note(key, where, tuple(notes))
        return key

    def _read_amount(
        self, cells: Mapping[Column, str], column: Column, value: str, words: str, changes: dict[str, object]
    ) -> None:
        said = cells.get(column, "")
        if not said:
            return
        amount = read_amount(said)
        if amount is None:
            changes[words] = said[:250]
            return
        changes[value], unit = amount
        if unit and not cells.get(Column.UNIT):
            changes.setdefault("unit", unit)

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────
    def finish(self) -> Incoming:
        """All that was gathered."""
        told = self.told
        for number, (words, where) in self.waits.items():
            first = [read_number(piece) for piece in split_pieces(words)]
            every = {*told.actions, *(action.number for action in told.known.actions)}
            if all(each in every and each != number for each in first):
                told.actions[number] = replace(told.actions[number], waits_for=tuple(first))
                told.says[PartKind.ACTION, number].add("waits_for")
            else:
                heading = self.heading_of[Column.WAITS_FOR]
                self._note((PartKind.ACTION, number), where, ((heading, words),))
                sentence = f"“{words}” does not name actions by their numbers, so it is kept as a note only."
                told.doubt(replace(where, column=heading), sentence)
        content = replace(
            told.known,
            sections=tuple(told.sections.values()),
            actions=tuple(told.actions.values()),
            measures=tuple(told.measures.values()),
            asks=(),
            differences=(),
            achievements=(),
        )
        return Incoming(
            content=content,
            is_whole=False,
            says={key: frozenset(names) for key, names in told.says.items()},
            owners=told.owners,
            budget_lines=told.budget_lines,
            places=told.places,
            notes=tuple(told.notes),
            rows=tuple(told.rows),
            remarks=tuple(told.remarks),
        )

    # ── numbers and notes ────────────────────────────────────────────────────────────────────────────
    def _find_action(self, number: str, title: str) -> documents.ActionDocument | None:
        wanted = read_number(number)
        known = self.told.known.actions
        if wanted:
            return next((action for action in known if action.number == wanted), None)
        same = [action for action in known if are_same(action.title, title) and action.number not in self.told.actions]
        return same[0] if len(same) == 1 else None

    def _take_number(self, words: str, where: Where, notes: list[tuple[str, str]]) -> str:
        number = read_number(words)
        if number:
            return number
        if words:
            heading = self.heading_of[Column.NUMBER]
            notes.append((heading, words))
            self.told.doubt(
                replace(where, column=heading), f"“{words}” cannot be a number, so the next free one is given."
            )
        return self.next_action.take()

    def _numbers_in_file(self) -> Iterable[str]:
        heading = self.heading_of.get(Column.NUMBER)
        if heading is None:
            return
        position = self.table.headings.index(heading)
        for row in self.table.rows:
            number = read_number(row.cells[position])
            if number:
                yield number

    def _note(self, key: Key | None, where: Where, cells: tuple[tuple[str, str], ...]) -> None:
        if cells:
            self.told.notes.append(Notes(key, where, cells))


_TEXTS: Mapping[Column, str] = {Column.DESCRIPTION: "description", Column.GROUPS: "groups", Column.TEAM: "team"}
_LISTS: Mapping[Column, str] = {Column.PARTNERS: "partners"}
_OF_MEASURES = (Column.MEASURE, Column.UNIT, Column.BASELINE, Column.TARGET, Column.TARGET_ON, Column.SOURCE)


def _new_action(number: str, section: str, title: str) -> documents.ActionDocument:
    return documents.ActionDocument(
        number=number,
        section_number=section,
        title=title,
        description="",
        council_role=CouncilRole.DELIVER.value,
        owner_role="",
        team="",
        partners=(),
        area_codes=(),
        groups="",
        starts_on=None,
        due_on=None,
        progress=documents.ActionProgress(ActionStatus.NOT_STARTED.value),
    )


def _new_measure(number: str, action: str, title: str, description: str) -> documents.MeasureDocument:
    return documents.MeasureDocument(
        number=number,
        section_number="",
        action_number=action,
        title=title,
        description=description,
        kind=MeasureKind.COUNT.value,
        unit="",
        decimals=0,
        direction=Direction.UP.value,
        source="",
        has_owner=False,
        owner_role="",
        baseline_value=None,
        baseline_on=None,
        baseline_note="",
        target_value=None,
        target_words="",
        target_on=None,
        indicator_slug="",
        indicator_name="",
        area_code="",
        statistic="",
        cadence=None,
        progress=documents.MeasureProgress(),
    )
