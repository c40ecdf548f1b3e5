"""What somebody who was asked for an update fills in, and what starts and steers a cycle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.accounts.filters import FilterForm
from goldenthread.accounts.models import Person
from goldenthread.frontend.widgets import DayField
from goldenthread.plan.actions.answering import Answer
from goldenthread.plan.cycles.figure_fields import TakesFigures
from goldenthread.plan.cycles.states import AskingState
from goldenthread.plan.forms import UpdateForm
from goldenthread.plan.models import AskedAction, Milestone, Plan, ProgressMeasure


class AnswerForm(TakesFigures, UpdateForm):
    """One action on the page behind a link: the update form with the last figures and a file."""

    why = forms.CharField(
        label="You said “no change” last time too. Why has nothing changed?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, asked: AskedAction, measures: list[ProgressMeasure], **options: Any) -> None:
        self.asked = asked
        latest = asked.action.latest_update
        self.latest = latest
        options["initial"] = {
            "status": asked.action.status,
            "reason": _as_sent(asked.action.status_reason),
            "forecast": asked.action.forecast,
            "text": _as_sent(latest.text if latest else ""),
            "next_step": _as_sent(latest.next_step if latest else ""),
            "in_the_way": _as_sent(latest.in_the_way if latest else ""),
            "help_wanted": _as_sent(latest.help_wanted if latest else ""),
        }
        super().__init__(*args, action=asked.action, prefix=f"action-{asked.pk}", **options)
        del self.fields["is_no_change"]
        self.take_figures(measures, cycle=asked.cycle)
        self.milestones = [each for each in asked.action.milestones.all() if each.done_on is None]
        for milestone in self.milestones:
            promised = f" Promised for {milestone.due_on:%-d %B %Y}." if milestone.due_on else ""
            self.fields[f"milestone-{milestone.pk}"] = DayField(
                label=f"{milestone.title}: when was it reached?",
                required=False,
                help_text=f"Leave empty if it is still to come.{promised}",
            )

    @property
    def needs_a_sentence(self) -> bool:
        """Was the update before a "no change" too?"""
        return self.latest is not None and self.latest.is_no_change

    @property
    def was_sent(self) -> bool:
        """Was this action on the page that was sent? One handed on meanwhile was not."""
        return self.add_prefix("status") in self.data

    @property
    def says_something(self) -> bool:
        """Was anything written about this action, other than why nothing has changed?"""
        return self.was_sent and set(self.changed_data) != {"why"} and self.has_changed()

    @property
    def is_open(self) -> bool:
        """Does the page show the boxes at once, rather than behind "something has changed"?"""
        return self.is_bound and (self.was_judged or self.says_something)

    @property
    def says_only_why(self) -> bool:
        """Was nothing written but why nothing has changed?"""
        return self.was_sent and self.changed_data == ["why"]

    def answer(self) -> Answer:
        """What the form says; for a form that is valid."""
        given = self.cleaned_data
        return Answer(
            asked=self.asked,
            text=given["text"],
            status=given["status"],
            reason=given["reason"],
            forecast=given["forecast"],
            next_step=given["next_step"],
            in_the_way=given["in_the_way"],
            help_wanted=given["help_wanted"],
            figures=self.figures(),
            held=self.held(),
            reached=self._reached(),
            file=given["file"],
        )

    def _reached(self) -> Mapping[Milestone, date]:
        typed = {each: self.cleaned_data.get(f"milestone-{each.pk}") for each in self.milestones}
        return {milestone: day for milestone, day in typed.items() if day is not None}

    def no_change(self) -> Answer:
        """That nothing has changed, with the sentence the second time running needs."""
        return Answer(asked=self.asked, is_no_change=True, text=self.data.get(self.add_prefix("why"), ""))


def _as_sent(words: str) -> str:
    """The words as a browser sends them back: with other line ends they would count as changed."""
    return "\r\n".join(words.strip().splitlines())


class ColleagueField(forms.EmailField):
    """A colleague by work address: a list of everybody would be long on a phone, and is nobody's business."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        person = Person.objects.active().filter(email=str(address).strip().lower()).first()
        if person is None and address:
            raise ValidationError("Nobody with this address can sign in here. Check it, or name somebody else.")
        return person


class HandOverForm(forms.Form):
    """Which actions, to whom."""

    asked = forms.ModelMultipleChoiceField(
        AskedAction.objects.none(),
        label="What do you hand over?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one action."},
    )
    to = ColleagueField(
        label="Your colleague’s work e-mail address", error_messages={"required": "Enter your colleague’s address."}
    )
    note = forms.CharField(
        label="A word to them", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, items: list[AskedAction], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["asked"]
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.queryset = AskedAction.objects.filter(pk__in=[item.pk for item in items])
        # The choices by name, from the rows that are read already.
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.choices = [(item.pk, item.action.title) for item in items]
        if len(items) == 1:
            self.initial["asked"] = [items[0].pk]


class CodeForm(forms.Form):
    """The code that came by e-mail."""

    figures = forms.CharField(
        label="The code",
        max_length=12,
        help_text="Six figures.",
        error_messages={"required": "Enter the code."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class CycleForm(forms.Form):
    """A new cycle: its period, when everybody is asked, and by when they should answer."""

    title = forms.CharField(label="What the period is called", max_length=80, help_text="July to September 2026")
    period_starts_on = DayField(label="First day of the period")
    period_ends_on = DayField(label="Last day of the period")
    opens_on = DayField(label="When is everybody asked?")
    due_on = DayField(label="By when should they answer?")
    plans = forms.ModelMultipleChoiceField(
        Plan.objects.none(),
        label="For which plans?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one plan."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plans = self.fields["plans"]
        if isinstance(plans, forms.ModelMultipleChoiceField):
            plans.queryset = Plan.objects.in_force().order_by("title")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for first, last, said in (
            ("period_starts_on", "period_ends_on", "The last day of the period must be after the first."),
            ("opens_on", "due_on", "They need time: choose a day after the one on which they are asked."),
        ):
            if cleaned.get(first) and cleaned.get(last) and cleaned[last] <= cleaned[first]:
                self.add_error(last, said)
        return cleaned


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who answers meanwhile."""

    person = ColleagueField(
        label="Who is away? Their work e-mail address", error_messages={"required": "Enter whose absence it is."}
    )
    proxy = ColleagueField(
        label="Who answers for them? Their work e-mail address",
        error_messages={"required": "Enter who answers meanwhile."},
    )
    starts_on = DayField(label="First day", error_messages={"required": "Enter the first day."})
    ends_on = DayField(
        label="Last day", required=False, help_text="Leave empty for somebody who always answers for them."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ends_on") and cleaned.get("starts_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", "The last day must not be before the first.")
        return cleaned


class EscalationForm(forms.Form):
    """Who hears of a team's silence."""

    lead = ColleagueField(
        label="The lead’s work e-mail address", required=False, help_text="Told one working day after updates were due."
    )
    director = ColleagueField(
        label="The director’s work e-mail address", required=False, help_text="Told four working days after."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {**cleaned, **{name: cleaned.get(name) or None for name in ("lead", "director")}}


class AskingFilter(FilterForm):
    """Which people a cycle's page shows; it lives in the address."""

    q = forms.CharField(label="Person or team", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any"), *((each.value, each.value.capitalize()) for each in AskingState)],
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Name"), ("team", "Team"), ("state", "State"), ("moved", "Longest in its state")],
    )
