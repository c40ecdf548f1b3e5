"""What staff are asked when they assess a decision, sign it, or keep the list of decisions."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from goldenthread.accounts.models import Person
from goldenthread.assessments.kinds import DecisionOption, Effect, Outcome, name_of_both
from goldenthread.assessments.models import Assessment, Decision
from goldenthread.assessments.states import DecisionStatus
from goldenthread.definitions import load_characteristics
from goldenthread.evidence.models import Indicator
from goldenthread.frontend.widgets import DayField
from goldenthread.plan.models import Action, Section
from goldenthread.plan.states import PlanStage


def _text(label: str, *, required: bool = False, hint: str = "", longest: int = 250, missing: str = "") -> Any:
    errors = {"required": missing or f"Enter {label[:1].lower()}{label[1:]}."}
    return forms.CharField(label=label, required=required, help_text=hint, max_length=longest, error_messages=errors)


def _long(label: str, *, required: bool = False, hint: str = "", rows: int = 6, missing: str = "") -> Any:
    errors = {"required": missing or f"Enter {label[:1].lower()}{label[1:]}."}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=hint, widget=widget, error_messages=errors)


def _day(label: str, *, required: bool = False, hint: str = "", missing: str = "") -> DayField:
    errors = {"required": missing or f"Enter {label[:1].lower()}{label[1:]}."}
    return DayField(label=label, required=required, help_text=hint, error_messages=errors)


def _rows(label: str, *, empty: str | None, required: bool = False, hint: str = "", missing: str = "") -> Any:
    return forms.ModelChoiceField(
        Decision.objects.none(),
        label=label,
        required=required,
        empty_label=empty,
        help_text=hint,
        error_messages={"required": missing},
    )


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (every caller names such a field)
    field.queryset = rows


class BeginForm(forms.Form):
    """The first question: an assessment of what."""

    decision = _rows(
        "Which decision is it for?",
        empty="None: it is not in the Forward Plan",
        hint="Decisions in the Forward Plan that nobody has assessed yet.",
    )
    title = _text(
        "What would you call the proposal?",
        required=True,
        longest=200,
        hint="In a few words that a resident would understand: New opening hours for libraries.",
        missing="Enter a few words for the proposal.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "decision", Decision.objects.to_assess().without_assessment().due_first())


class DecisionStepForm(forms.Form):
    """What is decided and by when; and which decision of the Forward Plan it is, until that has been taken."""

    title = _text("What the proposal is called", required=True, longest=200)
    decision = _rows(
        "Which decision is it for?",
        empty="None: it is not in the Forward Plan yet",
        hint="Once it is in the Forward Plan, choose it here.",
    )
    proposal = _long(
        "What is to be decided?",
        hint="What would change, and for what reason. Leave a line empty between paragraphs.",
    )
    decide_by = _day("By when is it to be decided?", hint="For example 27 3 2027.")

    def __init__(self, *args: Any, assessment: Assessment, **options: Any) -> None:
        super().__init__(*args, **options)
        now = assessment.decision
        if assessment.supersedes_id is not None or (now is not None and now.status == DecisionStatus.DECIDED):
            del self.fields["decision"]
            return
        free = Decision.objects.to_assess().without_assessment()
        chosen = Decision.objects.filter(Q(pk__in=free.values("pk")) | Q(pk=now.pk if now else None))
        _offer(self, "decision", chosen.due_first())


class AffectedForm(forms.Form):
    """Who is affected."""

    affected = _long(
        "Who is affected?",
        hint="Residents, people who use the service, staff, carers. Say how many, if you know.",
        rows=8,
    )


class ImpactForm(forms.Form):
    """What it would do to people who share a characteristic."""

    effect = forms.ChoiceField(
        label="What would it do to them?",
        choices=[(each.value, f"{each.value.capitalize()}. {each.sentence}") for each in Effect],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it would do to them."},
    )
    groups = _text("Which people, if not all of them?", hint="In the words they use for themselves.")
    why = _long("Why do you think so?", hint="Say what shows it. If you do not know, say how you will find out.")

    def clean_effect(self) -> Effect:
        return Effect(self.cleaned_data["effect"])


class IntersectionForm(ImpactForm):
    """What it would do where two characteristics meet."""

    characteristic = forms.ChoiceField(label="The first characteristic")
    second = forms.ChoiceField(label="The second characteristic")
    field_order = ("characteristic", "second", "effect", "groups", "why")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "Choose"), *((slug, each.name) for slug, each in load_characteristics().items())]
        for name in ("characteristic", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices
            field.error_messages["required"] = "Choose a characteristic."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("characteristic") and cleaned.get("characteristic") == cleaned.get("second"):
            self.add_error("second", "Choose two different characteristics.")
        return cleaned


class EvidenceForm(forms.Form):
    """An indicator, by the groups of a characteristic, and what it shows."""

    indicator = _rows("Which indicator?", empty="Choose", required=True, missing="Choose an indicator.")
    characteristic = forms.ChoiceField(
        label="Group by group?",
        required=False,
        help_text="Where the evidence has figures by group, each group’s share is worked out too.",
    )
    people = _long(
        "How many people are affected, group by group?",
        hint="If you know it: a group on each line, as Women: 340. Their shares are then held against everybody the "
        "indicator is about. Leave out groups of fewer than five.",
        rows=4,
    )
    called = _text("Who are they?", hint="For example: People who used the library in 2025.")
    shows = _long(
        "What does it show about the people affected?", required=True, rows=4, missing="Say what the evidence shows."
    )

    def __init__(self, *args: Any, by_characteristic: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "indicator", Indicator.objects.active())
        field = self.fields["characteristic"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "No, for the whole place"), *by_characteristic.items()]

    def clean_people(self) -> dict[str, int] | None:
        found: dict[str, int] = {}
        for line in filter(None, (line.strip() for line in self.cleaned_data["people"].splitlines())):
            match = re.fullmatch(r"(.+?)\s*[:=]\s*([\d,]+)", line)
            if match is None:
                raise ValidationError(f"“{line}” needs a group and a number: Women: 340.")
            found[match[1]] = int(match[2].replace(",", ""))
        return found or None


class DocumentForm(forms.Form):
    """A document, survey or study."""

    title = _text("What is it called?", required=True, missing="Enter what it is called.")
    reference = _text("Where can it be found?", longest=400, hint="An address, or who keeps it.")
    shows = _long(
        "What does it show about the people affected?", required=True, rows=4, missing="Say what the evidence shows."
    )


class EngagementForm(forms.Form):
    """Whom the council spoke with."""

    reference = _text(
        "What was it?",
        required=True,
        hint="And where its record is: Library users’ survey, engagement log 114.",
        missing="Enter what it was.",
    )
    held_on = _day("When?", hint="The last day, if it went on for some time.")
    people = forms.IntegerField(label="How many people took part?", required=False, min_value=0)
    summary = _long(
        "What did people say, and what changed because of it?", required=True, missing="Say what people said."
    )


class CumulativeForm(forms.Form):
    """What decisions add up to."""

    cumulative = _long(
        "What does it add up to for the same people?",
        hint="Think of the other decisions below, and of those that are not here.",
    )


class LinkForm(forms.Form):
    """An action that is in a plan already."""

    impact = _rows("Which impact does it answer?", empty="None in particular")
    action = _rows("Which action?", empty="Choose", required=True, missing="Choose an action.")
    how = _long("How does it make a difference?", required=True, rows=3, missing="Say how it makes a difference.")

    def __init__(self, *args: Any, assessment: Assessment, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "impact", assessment.impacts.all())
        actions = Action.objects.open().select_related("plan").order_by("plan__title", "position")
        _offer(self, "action", actions)
        _name_impacts(self)


class NewActionForm(forms.Form):
    """A new action of a plan."""

    impact = _rows("Which impact does it answer?", empty="None in particular")
    section = _rows(
        "Where in the plan does it belong?", empty="Choose", required=True, missing="Choose a part of a plan."
    )
    title = _text("What will be done?", required=True, longest=300, missing="Enter what will be done.")
    how = _long("How will it make a difference?", required=True, rows=3, missing="Say how it makes a difference.")
    owner = _rows("Who leads it?", empty="Choose", required=True, missing="Choose who leads it.")
    due_on = _day("By when?", required=True, missing="Enter by when it will be done.")

    def __init__(self, *args: Any, assessment: Assessment, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "impact", assessment.impacts.all())
        closed = [PlanStage.SUPERSEDED.value, PlanStage.IN_REVIEW.value]
        sections = Section.objects.current().exclude(plan__stage__in=closed).select_related("plan")
        _offer(self, "section", sections.order_by("plan__title", "position"))
        _offer(self, "owner", Person.objects.active())
        _name_impacts(self)


def _name_impacts(form: forms.Form) -> None:
    """Impacts by whom they are about, the harm said."""
    field: Any = form.fields["impact"]
    field.label_from_instance = lambda row: (
        f"{name_of_both(row.characteristic, row.second_characteristic)} ({row.effect})"
    )


class AdviceForm(forms.Form):
    """What the assessment advises."""

    option = forms.ChoiceField(
        label="What does the assessment advise?",
        choices=[(each.value, f"{each.value.capitalize()}. {each.sentence}") for each in DecisionOption],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it advises."},
    )
    option_reason = _long("Why?", hint="If it is to be adjusted, say how. If harm remains, say what outweighs it.")


class MonitoringForm(forms.Form):
    """How what happens is watched, and when somebody looks again."""

    monitoring = _long("How will you watch what really happens?", hint="Which figures, which people, how often.")
    review_on = _day("When will somebody look at it again?", hint="We remind you 30 days before.")


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = _long("What should change?", required=True, missing="Say what should change.")


class ConfirmForm(forms.Form):
    """It was looked at again, and holds."""

    reason = _long(
        "What was looked at, and why does it still hold?",
        required=True,
        hint="This is published.",
        missing="Say what was looked at.",
    )
    review_on = _day("When will somebody look at it again?", required=True, missing="Enter the day of the next review.")


class DecisionForm(forms.Form):
    """A decision added by hand, or put right."""

    reference = _text("Reference", required=True, longest=60, hint="As the committee papers have it.")
    title = _text("What is to be decided", required=True, longest=300)
    decision_maker = _text("Who decides", required=True, longest=200, hint="Cabinet, a committee, a director.")
    due_on = _day("Due", required=True, missing="Enter the day on which it is due.")
    summary = _long("Summary", rows=4)
    is_key = forms.BooleanField(label="It is a key decision", required=False)
    lead_member = _text("Lead member", longest=200)
    lead_officer = _text("Lead officer", longest=200)

    @staticmethod
    def initial_of(decision: Decision) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {name: getattr(decision, name) for name in DecisionForm.base_fields}


class OutcomeForm(forms.Form):
    """What was decided."""

    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=[(each.value, each.value.capitalize()) for each in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was decided."},
    )
    words = _long("In words", hint="This is published.", rows=3)
    decided_on = _day("When?", required=True, missing="Enter the day on which it was decided.")
    until = _day("If it was deferred, until when?", hint="It stays in the list of what is to be decided.")

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_deferred = cleaned.get("outcome") is Outcome.DEFERRED
        if is_deferred and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "Enter the day until which it was deferred.")
        if "outcome" in cleaned and not is_deferred and cleaned.get("until"):
            self.add_error("until", "Leave this empty, or choose “Deferred”.")
        return cleaned


class OverrideForm(forms.Form):
    """Why a decision cannot wait."""

    reason = _long(
        "Why can the decision not wait for its assessment?",
        required=True,
        hint="This is published with your name.",
        missing="Say why it cannot wait.",
    )
    decided_on = _day(
        "If it has been decided already, when?", hint="Needed only where the assessment was signed after that day."
    )


class NotNeededForm(forms.Form):
    """Why no assessment is needed."""

    reason = _long(
        "Why does the decision need no assessment?",
        hint="This is published. Leave it empty to ask for an assessment after all.",
    )


class ForwardPlanForm(forms.Form):
    """The file with the Forward Plan."""

    file = forms.FileField(
        label="The Forward Plan as a file",
        help_text="CSV or a spreadsheet (.xlsx), as your committee system exports it.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty; choose it again."},
    )
