"""Lists of what is due: my own actions and measures, election dates, what the chaser and the reminders would do today.

Each is searched, narrowed and ordered by its address, and can be taken away.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from goldenthread.accounts.filters import FilterForm
from goldenthread.plan.cycles.presenters import MoveRow
from goldenthread.plan.cycles.states import STEPS, AskingState
from goldenthread.plan.models import Action, PreElectionPeriod, ProgressMeasure
from goldenthread.plan.registers.calendar import Reminder
from goldenthread.plan.registers.kinds import REMINDER_STEPS
from goldenthread.plan.short_lists import ShortListFilter
from goldenthread.plan.states import OPEN_STATUSES, ActionStatus

Planned = TypeVar("Planned")


class MineFilter(ShortListFilter):
    """Which of a person's actions and measures are listed; their state and dates are those of actions alone."""

    searched = ("title", "number", "plan__title")
    choices = {
        status.value: (status.value.capitalize(), Q(status=status.value))
        for status in ActionStatus
        if status in OPEN_STATUSES
    }
    orders = {
        "": ("Due first", (F("due_on").asc(nulls_last=True), "pk")),
        "title": ("Title", ("title", "pk")),
        "plan": ("Plan and number", ("plan__title", "position", "pk")),
        "updated": ("Longest not updated", (F("latest_update_at").asc(nulls_first=True), "pk")),
    }

    def narrow_measures(self, measures: QuerySet[ProgressMeasure]) -> QuerySet[ProgressMeasure]:
        """The measures that the words let through."""
        self.full_clean()
        if words := self.cleaned_data.get("q"):
            found = Q()
            for name in self.searched:
                found |= Q(**{f"{name}__icontains": words})
            measures = measures.filter(found)
        is_by_title = self.cleaned_data.get("sort") == "title"
        return measures.order_by(*(("title", "pk") if is_by_title else ("plan__title", "position", "pk")))


class FreezeFilter(ShortListFilter):
    """Which pre-election periods are listed: those that last or are to come, unless somebody asks for those before."""

    searched = ("title", "set_by__name")
    choices = {"now": ("Now", Q()), "coming": ("To come", Q()), "over": ("Over", Q())}
    orders = {
        "": ("First day", ("starts_on", "pk")),
        "last": ("Latest first", ("-starts_on", "-pk")),
        "title": ("Title", ("title", "pk")),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["which"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Now or to come"), *((name, words) for name, (words, _) in self.choices.items())]

    def narrow_on(self, periods: QuerySet[PreElectionPeriod], *, on: date) -> QuerySet[PreElectionPeriod]:
        """The periods that the filters let through on a day, in the order asked for."""
        chosen = self.narrow(periods)
        match self.cleaned_data.get("which"):
            case "now":
                return chosen.filter(starts_on__lte=on, ends_on__gte=on)
            case "coming":
                return chosen.filter(starts_on__gt=on)
            case "over":
                return chosen.filter(ends_on__lt=on)
        return chosen.filter(ends_on__gte=on)


class DryRunFilter(FilterForm, Generic[Planned]):
    """Words, which step, and in what order, of a list that is worked out and not kept."""

    q = forms.CharField(label="Words", required=False)
    which = forms.ChoiceField(label="Step", required=False)
    sort = forms.ChoiceField(label="Order", required=False)

    steps: ClassVar[Sequence[tuple[str, str]]] = ()
    orders: ClassVar[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = {
            "which": [("", "All"), *self.steps],
            "sort": [(name, words) for name, (words, _) in self.orders.items()],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def narrow(self, planned: Iterable[Planned]) -> list[Planned]:
        """What the filters let through, in the order asked for."""
        self.full_clean()
        found = list(planned)
        if words := str(self.cleaned_data.get("q") or "").casefold():
            found = [each for each in found if words in self.words_of(each).casefold()]
        if which := self.cleaned_data.get("which"):
            found = [each for each in found if self.step_of(each) == which]
        return sorted(found, key=self.orders[self.cleaned_data.get("sort") or ""][1])

    @abstractmethod
    def words_of(self, each: Planned) -> str:
        """Where words are looked for."""

    @abstractmethod
    def step_of(self, each: Planned) -> str:
        """The step it is."""


class MoveFilter(DryRunFilter[MoveRow]):
    """Which of the chaser's steps are listed."""

    steps = tuple(
        (state.value.capitalize(), state.value.capitalize())
        for state in (*(step.after for step in STEPS), AskingState.HANDED_OVER)
    )
    orders = {
        "": ("Person", lambda row: row.person.casefold()),
        "due": ("Due first", lambda row: (row.due_on, row.person.casefold())),
        "told": ("Who is written to", lambda row: (row.tell.casefold(), row.person.casefold())),
    }

    def words_of(self, each: MoveRow) -> str:
        """Whom the step is about, and who is written to."""
        return f"{each.person} {each.tell}"

    def step_of(self, each: MoveRow) -> str:
        """What the asking becomes."""
        return each.after.words


class ReminderFilter(DryRunFilter[Reminder]):
    """Which reminders are listed."""

    steps = tuple((step.slug, step.words.capitalize()) for step in REMINDER_STEPS)
    orders = {
        "": ("Due first", lambda reminder: (reminder.due_on, reminder.title.casefold())),
        "title": ("Title", lambda reminder: reminder.title.casefold()),
        "person": ("Who is reminded", lambda reminder: (reminder.person.name.casefold(), reminder.due_on)),
    }

    def words_of(self, each: Reminder) -> str:
        """What it is about, and who is reminded."""
        return f"{each.title} {each.person.name}"

    def step_of(self, each: Reminder) -> str:
        """How near the day is."""
        return each.step.slug


MINE_COLUMNS = ("Plan", "Number", "Title", "Status", "Forecast", "Due", "Last updated")


def write_mine(action: Action) -> list[str]:
    """One of a person's own actions as a row of a download."""
    updated = action.latest_update_at
    return [
        action.plan.title, action.number, action.title, action.status, action.forecast, _day(action.due_on),
        _day(timezone.localdate(updated) if updated else None),
    ]  # fmt: skip


MEASURE_COLUMNS = ("Plan", "Number", "Title", "Kind", "Indicator")


def write_measure(measure: ProgressMeasure) -> list[str]:
    """One of the measures a person answers for as a row of a download."""
    indicator = measure.indicator.plain_name if measure.indicator else ""
    return [measure.plan.title, measure.number, measure.title, measure.kind, indicator]


FREEZE_COLUMNS = ("Title", "First day", "Last day", "Set by", "Set on")


def write_freeze(period: PreElectionPeriod) -> list[str]:
    """The period as a row of a download."""
    set_on = timezone.localdate(period.set_at)
    return [period.title, _day(period.starts_on), _day(period.ends_on), period.set_by.name, _day(set_on)]


MOVE_COLUMNS = ("Person", "Is now", "Becomes", "Who is written to", "Due from")


def write_move(row: MoveRow) -> list[str]:
    """The chaser's step as a row of a download."""
    return [row.person, row.before, row.after.words, row.tell, _day(row.due_on)]


REMINDER_COLUMNS = ("What", "Step", "Due", "Who is reminded")


def write_reminder(reminder: Reminder) -> list[str]:
    """The reminder as a row of a download."""
    return [reminder.title, reminder.step.words, _day(reminder.due_on), reminder.person.name]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
