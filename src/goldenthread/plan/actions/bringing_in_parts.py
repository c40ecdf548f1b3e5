"""The parts of a plan that comes from a file: each new part and each change by its own action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.accounts.models import Person, Team
from goldenthread.evidence.models import Indicator
from goldenthread.plan import documents
from goldenthread.plan.actions import delivery, linking, measuring, writing
from goldenthread.plan.importing.incoming import Incoming, Key, PartKind, Remark
from goldenthread.plan.importing.steps import Settled, Step, parts_of
from goldenthread.plan.kinds import Cadence, CouncilRole, Direction, MeasureKind, Statistic
from goldenthread.plan.models import Achievement, Action, Ask, Difference, Plan, ProgressMeasure, Section
from goldenthread.plan.states import NotPossible

MODELS: dict[PartKind, Any] = {
    PartKind.AIM: Section,
    PartKind.ACTION: Action,
    PartKind.MEASURE: ProgressMeasure,
    PartKind.ASK: Ask,
    PartKind.DIFFERENCE: Difference,
    PartKind.ACHIEVEMENT: Achievement,
}


@dataclass(slots=True)
class PartsWriter:
    """Writes the parts of a plan step by step, and gathers what refuses instead of stopping at the first."""

    incoming: Incoming
    settled: Settled
    file_name: str
    by: Person
    at: datetime
    plan: Plan | None = None
    parts: dict[Key, Any] = field(default_factory=dict)
    faults: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def write(self, plan: Plan | None, known: documents.PlanContent | None, steps: tuple[Step, ...]) -> None:
        """Take every step: first what is there, then what hangs on several parts, then progress."""
        self.plan = plan
        self._look_up()
        documents_by_key = {(PartKind.PLAN, ""): self.incoming.content.plan, **dict(parts_of(self.incoming.content))}
        ordered = [*_parents_first(steps, self.incoming.content)]
        first: dict[PartKind, Callable[[Step, Any], None]] = {
            PartKind.PLAN: self._write_plan,
            PartKind.AIM: self._write_section,
            PartKind.ACTION: self._write_action,
            PartKind.MEASURE: self._write_measure,
            PartKind.ASK: self._write_ask,
            PartKind.DIFFERENCE: self._write_difference,
            PartKind.ACHIEVEMENT: self._write_achievement,
        }
        for step in ordered:
            with self._place(step):
                first[step.kind](step, documents_by_key[step.key])
            if self.plan is None:
                return
        for step in ordered:
            if step.key in self.parts:
                with self._place(step):
                    self._write_progress(step, documents_by_key[step.key])

    def _write_progress(self, step: Step, document: Any) -> None:
        """Write how the part is going, once every part is there."""

    def _look_up(self) -> None:
        self.people = Person.objects.active().in_bulk(list(set(self.settled.people.values())))
        self.teams = {team.name.casefold(): team for team in Team.objects.filter(is_active=True)}
        self.indicators = {indicator.slug: indicator for indicator in Indicator.objects.active()}
        if self.plan is not None:
            for kind, model in MODELS.items():
                for part in model.objects.current().filter(plan=self.plan):
                    part.plan = self.plan
                    self.parts[kind, part.number] = part

    @contextmanager
    def _place(self, step: Step) -> Iterator[None]:
        """Whatever an action refuses becomes a fault at the step's place in the file."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as refusal:
            for sentence in _sentences(refusal):
                self.faults.append(Remark(step.where, f"{step.label}: {sentence}", is_fault=True))
        except (NotPossible, ValueError) as refusal:
            self.faults.append(Remark(step.where, f"{step.label}: {refusal}", is_fault=True))

    # ── what a part is made of ───────────────────────────────────────────────────────────────────────
    def _owner(self, key: Key) -> Person | None:
        pk = self.settled.people.get(self.incoming.owners.get(key, ""))
        return self.people.get(pk) if pk is not None else None

    def _team(self, name: str) -> Team | None:
        return self.teams.get(name.casefold()) if name else None

    def _section(self, number: str) -> Section | None:
        return self.parts[PartKind.AIM, number] if number else None

    def _who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    # ── the plan and its parts ───────────────────────────────────────────────────────────────────────
    def _write_plan(self, step: Step, plan: documents.PlanDocument) -> None:
        parent = Plan.objects.filter(slug=plan.parent_slug).first() if plan.parent_slug else None
        if plan.parent_slug and parent is None:
            sentence = f"There is no plan “{plan.parent_slug}” here, so this one stands alone."
            self.doubts.append(Remark(step.where, sentence))
        values: dict[str, Any] = {
            name: getattr(plan, name) for name in writing.PLAN_FIELDS - {"parent", "team", "level_names"}
        }
        values |= {"parent": parent, "team": self._team(plan.team)}
        values["level_names"] = list(plan.level_names)
        if self.plan is None:
            if Plan.objects.filter(slug=plan.slug).exists():
                raise NotPossible(f"A plan with the short name “{plan.slug}” is here already. Choose it for this file.")
            self.plan = writing.create_plan(slug=plan.slug, **values, **self._who())
            return
        if "slug" in step.names:
            raise NotPossible(
                f"The file is of the plan “{plan.slug}” and not of “{self.plan.slug}”. Choose that plan for it."
            )
        names = _renamed(step.names, {"parent_slug": "parent"}) & writing.PLAN_FIELDS
        changes = {name: values[name] for name in names}
        self.plan = writing.edit_plan(plan=self.plan, changes=changes, **self._who())

    def _write_section(self, step: Step, section: documents.SectionDocument) -> None:
        parent = self._section(section.parent_number)
        if step.is_new:
            made = writing.add_section(
                plan=self._plan(), number=section.number, title=section.title, text=section.text,
                level_name=section.level_name, parent=parent, **self._who(),
            )  # fmt: skip
            self.parts[step.key] = made
        else:
            made = self.parts[step.key]
            values = {"title": section.title, "text": section.text, "level_name": section.level_name, "parent": parent}
            names = _renamed(step.names, {"parent_number": "parent"})
            changes = {name: value for name, value in values.items() if name in names}
            writing.edit_section(section=made, changes=changes, **self._who())
        self._link(step, made, section)

    def _link(
        self, step: Step, part: Section | Action, document: documents.SectionDocument | documents.ActionDocument
    ) -> None:
        if "tags" in step.names and (document.tags or not step.is_new):
            tags = linking.find_or_add_tags(names=[tag.name for tag in document.tags], **self._who())
            writing.set_tags(part=part, tags=tags, **self._who())
        if "crosswalks" in step.names and (document.crosswalks or not step.is_new):
            linking.set_crosswalks(part=part, crosswalks=document.crosswalks, **self._who())

    def _write_action(self, step: Step, action: documents.ActionDocument) -> None:
        owner = self._owner(step.key)
        words = self.incoming.owners.get(step.key, "")
        role = words if words in self.settled.posts else action.owner_role
        values: dict[str, Any] = {
            "title": action.title,
            "description": action.description,
            "section": self._section(action.section_number),
            "council_role": action.council_role,
            "owner": owner,
            "owner_role": role,
            "area_codes": list(action.area_codes),
            "groups": action.groups,
            "budget_line": self.incoming.budget_lines.get(action.number, ""),
            "starts_on": action.starts_on,
            "due_on": action.due_on,
        }
        if step.is_new or "team" in step.names:
            values["team"] = self._team(action.team)
        if step.is_new:
            values["council_role"] = CouncilRole(action.council_role)
            partners = delivery.find_or_add_partners(names=action.partners, **self._who())
            self.parts[step.key] = made = delivery.add_action(
                number=action.number, partners=partners, **values, **self._who()
            )
            given: dict[str, Any] = {name: values[name] for name in ("team", "owner_role") if name in step.names}
            if self.incoming.is_whole:  # the owner's own are right only where the file gives none
                delivery.edit_action(action=made, changes=given, **self._who())
        else:
            made = self.parts[step.key]
            names = _renamed(step.names, {"section_number": "section"})
            changes = {name: value for name, value in values.items() if name in names}
            new_partners = None
            if "partners" in step.names:
                new_partners = delivery.find_or_add_partners(names=action.partners, **self._who())
            delivery.edit_action(action=made, changes=changes, partners=new_partners, **self._who())
        self._link(step, made, action)

    def _write_measure(self, step: Step, measure: documents.MeasureDocument) -> None:
        indicator = self.indicators.get(measure.indicator_slug)
        cadence = measure.cadence
        values: dict[str, Any] = {
            "title": measure.title,
            "description": measure.description,
            "kind": MeasureKind(measure.kind),
            "unit": measure.unit,
            "decimals": measure.decimals,
            "direction": Direction(measure.direction),
            "owner": self._owner(step.key),
            "source": measure.source,
            "baseline_value": measure.baseline_value,
            "baseline_on": measure.baseline_on,
            "baseline_note": measure.baseline_note,
            "indicator": indicator,
            "area_code": measure.area_code,
            "statistic": Statistic(measure.statistic) if measure.statistic and indicator else None,
            "cadence_every": Cadence(cadence.every) if cadence else None,
            "cadence_each_place": cadence.in_each_place if cadence else False,
            "cadence_places": [{"code": p.code, "name": p.name} for p in cadence.places] if cadence else [],
            "cadence_from": cadence.begins_on if cadence else None,
            "cadence_reading": cadence.reading if cadence else "",
            "question": measure.question,
            "stages": list(measure.stages),
        }
        if step.is_new:
            of: Any = self.parts.get((PartKind.ACTION, measure.action_number)) or self._section(measure.section_number)
            if of is None:
                raise NotPossible("What it measures could not be written, so neither can this.")
            made = measuring.add_measure(of=of, number=measure.number, **values, **self._who())
            self.parts[step.key] = made
            given: dict[str, Any] = {name: values[name] for name in ("unit", "decimals") if name in step.names}
            measuring.edit_measure(measure=made, changes=given, **self._who())
            return
        if step.names & {"action_number", "section_number"}:
            raise NotPossible("A measure stays with what it measures. Take it out there, and add it anew here.")
        names = _renamed(step.names, {"indicator_slug": "indicator"})
        if "cadence" in names:
            names |= {name for name in values if name.startswith("cadence_")}
        changes = {name: _plain(value) for name, value in values.items() if name in names}
        measuring.edit_measure(measure=self.parts[step.key], changes=changes, **self._who())

    def _write_ask(self, step: Step, ask: documents.AskDocument) -> None:
        actions = [self.parts[PartKind.ACTION, number] for number in ask.action_numbers]
        values: dict[str, Any] = {
            "text": ask.text,
            "section": self._section(ask.section_number),
            "how_to_label": ask.how_to_label,
            "how_to_url": ask.how_to_url,
        }
        if step.is_new:
            made = writing.add_ask(plan=self._plan(), number=ask.number, actions=actions, **values, **self._who())
            self.parts[step.key] = made
            return
        names = _renamed(step.names, {"section_number": "section"})
        changes = {name: value for name, value in values.items() if name in names}
        helped = actions if "action_numbers" in names else None
        writing.edit_part(part=self.parts[step.key], changes=changes, actions=helped, **self._who())

    def _write_difference(self, step: Step, difference: documents.DifferenceDocument) -> None:
        indicator = self.indicators.get(difference.indicator_slug)
        statistic = Statistic(difference.statistic) if difference.statistic and indicator else None
        values: dict[str, Any] = {
            "text": difference.text,
            "section": self._section(difference.section_number),
            "indicator": indicator,
            "area_code": difference.area_code,
            "statistic": statistic,
        }
        if step.is_new:
            made = writing.add_difference(plan=self._plan(), number=difference.number, **values, **self._who())
            self.parts[step.key] = made
            return
        names = _renamed(step.names, {"section_number": "section", "indicator_slug": "indicator"})
        changes = {name: _plain(value) for name, value in values.items() if name in names}
        writing.edit_part(part=self.parts[step.key], changes=changes, **self._who())

    def _write_achievement(self, step: Step, achievement: documents.AchievementDocument) -> None:
        measure = self.parts.get((PartKind.MEASURE, achievement.measure_number))
        values: dict[str, Any] = {
            "text": achievement.text,
            "section": self._section(achievement.section_number),
            "achieved_on": achievement.achieved_on,
            "source": achievement.source,
            "measure": measure,
        }
        if step.is_new:
            made = writing.add_achievement(plan=self._plan(), number=achievement.number, **values, **self._who())
            self.parts[step.key] = made
            return
        names = _renamed(step.names, {"section_number": "section", "measure_number": "measure"})
        changes = {name: value for name, value in values.items() if name in names}
        writing.edit_part(part=self.parts[step.key], changes=changes, **self._who())

    def _plan(self) -> Plan:
        if self.plan is None:
            raise NotPossible("The plan itself could not be written.")
        return self.plan


def _parents_first(steps: Iterable[Step], content: documents.PlanContent) -> list[Step]:
    """The steps by kind, every aim after the one it stands within, else in their order."""
    parents = {section.number: section.parent_number for section in content.sections}
    waiting = {step.number: step for step in steps if step.kind is PartKind.AIM}
    aims: list[Step] = []

    def take(number: str) -> None:
        step = waiting.pop(number, None)
        if step is not None:
            take(parents.get(number, ""))
            aims.append(step)

    for number in list(waiting):
        take(number)
    order = list(PartKind)
    others = sorted((step for step in steps if step.kind is not PartKind.AIM), key=lambda step: order.index(step.kind))
    before = [step for step in others if step.kind is PartKind.PLAN]
    return [*before, *aims, *(step for step in others if step.kind is not PartKind.PLAN)]


def _renamed(names: frozenset[str], others: dict[str, str]) -> set[str]:
    return {others.get(name, name) for name in names}


def _plain(value: Any) -> Any:
    """A choice as its row keeps it; none is an empty text."""
    if isinstance(value, (MeasureKind, Direction, Statistic, Cadence)):
        return value.value
    return value


def _sentences(refusal: ValidationError) -> list[str]:
    if not hasattr(refusal, "error_dict"):
        return list(refusal.messages)
    return [f"{name}: {' '.join(found)}" for name, found in refusal.message_dict.items()]
