"""Between a plan's documents and the records of the form: a record is a mapping of the form's keys to plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from goldenthread.plan import documents
from goldenthread.plan.importing import form
from goldenthread.plan.importing.form import Field, Items, PartForm
from goldenthread.plan.importing.incoming import FileFault, Incoming, Key, PartKind, Remark, Where
from goldenthread.plan.importing.values import read_value
from goldenthread.plan.kinds import CouncilRole, Direction, Statistic
from goldenthread.plan.models import Plan
from goldenthread.plan.states import ActionStatus

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Private:
    """What a plan's staff know and its documents do not say."""

    owners: Mapping[Key, str] = field(default_factory=dict)
    budget_lines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it stands in a file: the raw values, where it is, and where its lists are."""

    record: Mapping[str, Any]
    where: Where
    items: Mapping[str, Sequence[tuple[Mapping[str, Any], Where]]] = field(default_factory=dict)


# ── from documents to records ────────────────────────────────────────────────────────────────────────
def make_plan_record(content: documents.PlanContent) -> Record:
    """What the plan says of itself."""
    return _take(form.PLAN.fields, content.plan)


def make_records(content: documents.PlanContent, part: PartForm, private: Private) -> list[Record]:
    """The records of one kind of part, the lists within them under their keys."""
    makers: Mapping[PartKind, Any] = {
        PartKind.AIM: (content.sections, _plain),
        PartKind.ACTION: (content.actions, _action_record),
        PartKind.MEASURE: (content.measures, _measure_record),
        PartKind.ASK: (content.asks, _plain),
        PartKind.DIFFERENCE: (content.differences, _plain),
        PartKind.ACHIEVEMENT: (content.achievements, _plain),
    }
    parts, make = makers[part.kind]
    return [make(part, each, private) for each in parts]


def _plain(part: PartForm, document: Any, private: Private) -> Record:
    return _take(part.fields, document)


def _action_record(part: PartForm, action: documents.ActionDocument, private: Private) -> Record:
    record = _take(part.fields, action) | _take(part.fields, action.progress)
    record["owner"] = private.owners.get((PartKind.ACTION, action.number), "")
    record["budget_line"] = private.budget_lines.get(action.number, "")
    record["milestones"] = [_take(part.items[0].fields, each) for each in action.progress.milestones]
    record["updates"] = [_take(part.items[1].fields, each) for each in action.progress.updates]
    return _in_order(part, record)


def _measure_record(part: PartForm, measure: documents.MeasureDocument, private: Private) -> Record:
    record = _take(part.fields, measure)
    if measure.action_number:
        record["aim"] = ""  # it belongs to its action, and the action says to which aim
    record["owner"] = private.owners.get((PartKind.MEASURE, measure.number), "")
    cadence = measure.cadence
    if cadence is not None:
        record |= {
            "every": cadence.every,
            "in_each_place": cadence.in_each_place,
            "places": [f"{place.code} {place.name}" for place in cadence.places],
            "begins_on": cadence.begins_on,
            "reading": cadence.reading,
        }
    lists = (measure.targets, measure.progress.readings, measure.progress.occurrences)
    for items, found in zip(part.items, lists, strict=True):
        record[items.key] = [_take(items.fields, each) for each in found]
    return _in_order(part, record)


def _take(fields: Iterable[Field], document: Any) -> Record:
    """Those fields that the document has, as plain values."""
    return {each.key: _as_plain(getattr(document, each.name)) for each in fields if hasattr(document, each.name)}


def _as_plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_plain(item) for item in value]
    if isinstance(value, documents.TagDocument):
        return value.name
    if isinstance(value, documents.CrosswalkDocument):
        return f"{value.framework} {value.code} = {value.name}"
    return value


def _in_order(part: PartForm, record: Record) -> Record:
    keys = [each.key for each in part.fields] + [items.key for items in part.items]
    return {key: record[key] for key in keys if key in record}


# ── from records to documents ────────────────────────────────────────────────────────────────────────
class Reader:
    """Reads written records into a plan, and gathers everything that is wrong instead of stopping at the first."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.says: dict[Key, frozenset[str]] = {}
        self.places: dict[Key, Where] = {}
        self.owners: dict[Key, str] = {}
        self.budget_lines: dict[str, str] = {}

    def fault(self, where: Where, sentence: str) -> None:
        """Something that has to be mended."""
        self.remarks.append(Remark(where, sentence, is_fault=True))

    def read(
        self,
        plan: Written | None,
        parts: Mapping[PartKind, Sequence[Written]],
        *,
        known: documents.PlanContent | None = None,
    ) -> Incoming:
        """The plan, whole or, where the file does not say what plan it is, a part of the one that is known.

        Raises :class:`FileFault` with all that is wrong.
        """
        about = known.plan if known else None
        if plan is not None:
            record = self._values(form.PLAN.fields, plan.record, plan.where)
            self.says[PartKind.PLAN, ""] = frozenset(each.name for each in form.PLAN.fields if each.key in record)
            self.places[PartKind.PLAN, ""] = plan.where
            about = _make_plan(record) if not self.remarks else None
        made: dict[str, Any] = {}
        for part in form.PARTS:
            made[part.kind] = self._read_parts(part, parts.get(part.kind, ()))
        if self.remarks or about is None:
            raise FileFault(tuple(self.remarks))
        content = documents.PlanContent(
            plan=about,
            sections=made[PartKind.AIM],
            actions=made[PartKind.ACTION],
            measures=_with_sections(made[PartKind.MEASURE], made[PartKind.ACTION], known),
            asks=made[PartKind.ASK],
            differences=made[PartKind.DIFFERENCE],
            achievements=made[PartKind.ACHIEVEMENT],
        )
        self._check_references(content, None if plan is not None else known)
        if self.remarks:
            raise FileFault(tuple(self.remarks))
        return Incoming(
            content=content,
            is_whole=plan is not None,
            says=self.says,
            owners=self.owners,
            budget_lines=self.budget_lines,
            places=self.places,
        )

    def _read_parts(self, part: PartForm, written: Sequence[Written]) -> tuple[Any, ...]:
        found: dict[str, Any] = {}
        taken = {str(each.record.get("number") or "").strip() for each in written}
        for each in written:
            record = self._values(part.fields, each.record, each.where)
            number = record.get("number") or _next(taken)
            taken.add(number)
            record["number"] = number
            if number in found:
                earlier = self.places[part.kind, number]
                self.fault(each.where, f"The number {number} is taken already: {earlier}. Give it another.")
                continue
            key = (part.kind, number)
            self.places[key] = each.where
            lists = {items.key: self._read_items(items, each.items.get(items.key, ())) for items in part.items}
            self.says[key] = frozenset(
                [each_field.name for each_field in part.fields if each_field.key in record]
                + [items.key for items in part.items if items.key in each.items]
            )
            if record.get("owner"):
                self.owners[key] = record["owner"]
            if record.get("budget_line"):
                self.budget_lines[number] = record["budget_line"]
            found[number] = _MAKERS[part.kind](record, lists)
        return tuple(found.values())

    def _read_items(self, items: Items, written: Sequence[tuple[Mapping[str, Any], Where]]) -> list[Record]:
        return [self._values(items.fields, record, where) for record, where in written]

    def _values(self, fields: Sequence[Field], record: Mapping[str, Any], where: Where) -> Record:
        values: Record = {}
        for each in fields:
            if each.key not in record:
                if each.is_needed:
                    self.fault(where, f"“{each.key}” is missing. Fill it in.")
                continue
            try:
                value = read_value(each, record[each.key])
            except ValueError as wrong:
                here = Where(where.file, where.sheet, where.row, each.heading if where.sheet else "", where.path)
                self.fault(here, str(wrong) if where.sheet else f"“{each.key}”: {wrong}")
                continue
            if each.is_needed and value in (None, "", ()):
                self.fault(where, f"“{each.key}” is empty. Fill it in.")
            values[each.key] = value
        return values

    def _check_references(self, content: documents.PlanContent, known: documents.PlanContent | None) -> None:
        every = [content, known] if known else [content]
        sections = {section.number for each in every for section in each.sections}
        actions = {action.number for each in every for action in each.actions}
        measures = {measure.number for each in every for measure in each.measures}
        checks = (
            (PartKind.AIM, content.sections, "parent_number", sections, "aim"),
            (PartKind.ACTION, content.actions, "section_number", sections, "aim"),
            (PartKind.MEASURE, content.measures, "action_number", actions, "action"),
            (PartKind.MEASURE, content.measures, "section_number", sections, "aim"),
            (PartKind.ASK, content.asks, "section_number", sections, "aim"),
            (PartKind.DIFFERENCE, content.differences, "section_number", sections, "aim"),
            (PartKind.ACHIEVEMENT, content.achievements, "section_number", sections, "aim"),
            (PartKind.ACHIEVEMENT, content.achievements, "measure_number", measures, "measure"),
        )
        for kind, parts, attribute, there, what in checks:
            for part in parts:
                number = getattr(part, attribute)
                if number and number not in there:
                    self._unknown(kind, part.number, what, number)
        for action in content.actions:
            for number in action.waits_for:
                if number not in actions:
                    self._unknown(PartKind.ACTION, action.number, "action", number)
        for ask in content.asks:
            for number in ask.action_numbers:
                if number not in actions:
                    self._unknown(PartKind.ASK, ask.number, "action", number)
        for measure in content.measures:
            if not measure.action_number and not measure.section_number:
                where = self.places[PartKind.MEASURE, measure.number]
                self.fault(where, "The measure belongs to nothing. Give the number of its action or its aim.")

    def _unknown(self, kind: PartKind, number: str, what: str, missing: str) -> None:
        self.fault(self.places[kind, number], f"There is no {what} {missing} here. Add it, or mend the number.")


def _with_sections(
    measures: Sequence[documents.MeasureDocument],
    actions: Sequence[documents.ActionDocument],
    known: documents.PlanContent | None,
) -> tuple[documents.MeasureDocument, ...]:
    """Measures of actions with the aim of their action."""
    sections = {action.number: action.section_number for action in (*(known.actions if known else ()), *actions)}
    return tuple(
        replace(each, section_number=sections.get(each.action_number, "")) if each.action_number else each
        for each in measures
    )


def _next(taken: Iterable[str]) -> str:
    return str(max((int(number) for number in taken if number.isdecimal()), default=0) + 1)


def _make_plan(record: Record) -> documents.PlanDocument:
    own = {each.name: record[each.key] for each in form.PLAN.fields if each.key in record and record[each.key] != ""}
    names = ("action_name", "measure_name", "asks_heading", "differences_heading", "achievements_heading")
    unwritten = Plan()
    defaults = {name: getattr(unwritten, name) for name in names}
    return documents.PlanDocument(**{"vision": "", "introduction": "", "level_names": ("Aim",), **defaults, **own})


def _make_section(record: Record, lists: Mapping[str, list[Record]]) -> documents.SectionDocument:
    return documents.SectionDocument(
        number=record["number"],
        parent_number=record.get("within", ""),
        level_name=record.get("level", ""),
        title=record.get("title", ""),
        text=record.get("text", ""),
        tags=_tags(record),
        crosswalks=_crosswalks(record),
    )


def _make_action(record: Record, lists: Mapping[str, list[Record]]) -> documents.ActionDocument:
    progress = documents.ActionProgress(
        status=record.get("status") or ActionStatus.NOT_STARTED.value,
        status_reason=record.get("reason", ""),
        forecast=record.get("forecast", ""),
        milestones=tuple(
            documents.MilestoneDocument(each.get("title", ""), each.get("due_on"), each.get("reached_on"))
            for each in lists["milestones"]
        ),
        updates=tuple(
            documents.UpdateDocument(
                written_on=each.get("day"),  # type: ignore[arg-type]  # a fault where it is missing
                author_role=each.get("author_role", ""),
                text=each.get("text", ""),
                next_step=each.get("next_step", ""),
                status=each.get("status") or ActionStatus.NOT_STARTED.value,
            )
            for each in lists["updates"]
        ),
    )
    return documents.ActionDocument(
        number=record["number"],
        section_number=record.get("aim", ""),
        title=record.get("title", ""),
        description=record.get("description", ""),
        council_role=record.get("councils_part") or CouncilRole.DELIVER.value,
        owner_role=record.get("owner_role", ""),
        team=record.get("team", ""),
        partners=record.get("partners", ()),
        area_codes=record.get("places", ()),
        groups=record.get("groups", ""),
        starts_on=record.get("starts_on"),
        due_on=record.get("due_on"),
        progress=progress,
        tags=_tags(record),
        crosswalks=_crosswalks(record),
        waits_for=record.get("waits_for", ()),
    )


def _make_measure(record: Record, lists: Mapping[str, list[Record]]) -> documents.MeasureDocument:
    indicator = record.get("indicator", "")
    return documents.MeasureDocument(
        number=record["number"],
        section_number=record.get("aim", ""),
        action_number=record.get("action", ""),
        title=record.get("title", ""),
        description=record.get("description", ""),
        kind=record.get("kind", ""),
        unit=record.get("unit", ""),
        decimals=record.get("decimals") or 0,
        direction=record.get("good_is") or Direction.UP.value,
        source=record.get("source", ""),
        has_owner=False,
        owner_role="",
        baseline_value=record.get("baseline"),
        baseline_on=record.get("baseline_on"),
        baseline_note=record.get("baseline_in_words", ""),
        target_value=record.get("target"),
        target_words=record.get("target_in_words", ""),
        target_on=record.get("target_on"),
        indicator_slug=indicator,
        indicator_name="",
        area_code=record.get("area", ""),
        statistic=record.get("figure") or (Statistic.VALUE.value if indicator else ""),
        cadence=_cadence(record),
        progress=documents.MeasureProgress(
            readings=tuple(_make_reading(each) for each in lists["figures"]),
            occurrences=tuple(
                documents.OccurrenceDocument(each.get("held_on"), each.get("place", ""))  # type: ignore[arg-type]
                for each in lists["dates_held"]
            ),
        ),
        targets=tuple(
            documents.TargetDocument(
                value=each.get("value"),
                words=each.get("words", ""),
                target_on=each.get("target_on"),
                decided_on=each.get("decided_on"),  # type: ignore[arg-type]  # a fault where it is missing
                decision=each.get("decision", ""),
                reason=each.get("reason", ""),
            )
            for each in lists["targets"]
        ),
        question=record.get("question", ""),
        stages=record.get("stages", ()),
    )


def _make_reading(each: Record) -> documents.ReadingDocument:
    return documents.ReadingDocument(
        on=each.get("on"),  # type: ignore[arg-type]  # a fault where it is missing
        period=each.get("period", ""),
        value=each.get("value"),
        count=each.get("count"),
        denominator=each.get("denominator"),
        text=each.get("text", ""),
        evidence=each.get("evidence", ""),
        planned=each.get("planned"),
        asked=each.get("asked"),
        stage_counts=each.get("stage_counts", ()),
    )


def _cadence(record: Record) -> documents.CadenceDocument | None:
    if not record.get("every"):
        return None
    places = []
    for words in record.get("places", ()):
        code, _, name = words.partition(" ")
        places.append(documents.PlaceDocument(code, name.strip() or code))
    return documents.CadenceDocument(
        every=record["every"],
        in_each_place=bool(record.get("in_each_place")),
        places=tuple(places),
        begins_on=record.get("begins_on"),
        reading=record.get("reading", ""),
    )


def _make_ask(record: Record, lists: Mapping[str, list[Record]]) -> documents.AskDocument:
    return documents.AskDocument(
        number=record["number"],
        section_number=record.get("aim", ""),
        text=record.get("text", ""),
        how_to_label=record.get("link_words", ""),
        how_to_url=record.get("link", ""),
        action_numbers=record.get("actions", ()),
    )


def _make_difference(record: Record, lists: Mapping[str, list[Record]]) -> documents.DifferenceDocument:
    indicator = record.get("indicator", "")
    return documents.DifferenceDocument(
        number=record["number"],
        section_number=record.get("aim", ""),
        text=record.get("text", ""),
        indicator_slug=indicator,
        indicator_name="",
        area_code=record.get("area", ""),
        statistic=record.get("figure") or (Statistic.VALUE.value if indicator else ""),
    )


def _make_achievement(record: Record, lists: Mapping[str, list[Record]]) -> documents.AchievementDocument:
    return documents.AchievementDocument(
        number=record["number"],
        section_number=record.get("aim", ""),
        text=record.get("text", ""),
        achieved_on=record.get("achieved_on"),
        source=record.get("source", ""),
        measure_number=record.get("measure", ""),
    )


_MAKERS: Mapping[PartKind, Any] = {
    PartKind.AIM: _make_section,
    PartKind.ACTION: _make_action,
    PartKind.MEASURE: _make_measure,
    PartKind.ASK: _make_ask,
    PartKind.DIFFERENCE: _make_difference,
    PartKind.ACHIEVEMENT: _make_achievement,
}


def _tags(record: Record) -> tuple[documents.TagDocument, ...]:
    return tuple(documents.TagDocument("", name) for name in record.get("themes", ()))


def _crosswalks(record: Record) -> tuple[documents.CrosswalkDocument, ...]:
    found = []
    for words in record.get("answers_to", ()):
        head, _, name = words.partition(" = ")
        framework, _, code = head.strip().partition(" ")
        found.append(documents.CrosswalkDocument(framework, code.strip(), name.strip()))
    return tuple(found)
