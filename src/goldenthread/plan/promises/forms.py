"""What staff are asked when they bring in a report, decide what it promised and say what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.accounts.filters import FilterForm
from goldenthread.accounts.models import Team
from goldenthread.checking.documents.reading import ENDINGS, LARGEST_BYTES
from goldenthread.frontend.widgets import DayField
from goldenthread.plan.cycles.forms import ColleagueField
from goldenthread.plan.models import Action, ProgressMeasure, Promise, SourceReport
from goldenthread.plan.promises.states import PROMISE_TRANSITIONS, PromiseState


class _Period(forms.Form):
    """A period with its first day before its last."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be after the first.")
        return cleaned


class SourceForm(_Period):
    """A report as the file it is."""

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Enter the report’s title."},
        help_text="As readers know it: Fair and inclusive annual report 2024-25.",
    )  # fmt: skip
    file = forms.FileField(
        label="The report",
        help_text="A Word document (.docx), a PDF with text in it or a Markdown file (.md), up to 30 MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Choose the report’s file.", "empty": "The file is empty. Choose it again."},
    )
    starts_on = DayField(
        label="First day it is about",
        required=False,
        help_text="Leave empty if the report names its year.",
    )
    ends_on = DayField(label="Last day it is about", required=False)

    def clean_file(self) -> Any:
        """The file, unless it is too large to be read at all."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            limit = LARGEST_BYTES // 1_000_000
            raise ValidationError(
                f"The file has {file.size / 1e6:.0f} MB and the limit is {limit} MB. Save it smaller."
            )
        return file


class SourceDetailsForm(_Period):
    """A report's title and period."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter the report’s title."})
    starts_on = DayField(label="First day it is about", error_messages={"required": "Enter the first day."})
    ends_on = DayField(
        label="Last day it is about", error_messages={"required": "Enter the last day."},
        help_text="“Within the next three years” is counted from here.",
    )  # fmt: skip


class _Owned(forms.Form):
    """Words, a day and somebody who answers for them."""

    text = forms.CharField(
        label="What is promised",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The sentence itself is kept beside your words.",
        error_messages={"required": "Say what is promised."},
    )
    due_on = DayField(label="By when", required=False, help_text="Leave empty if nobody said.")
    owner = ColleagueField(label="Work e-mail address of who answers for it", required=False)
    owner_role = forms.CharField(
        label="Their role, shown in public", max_length=150, required=False, help_text="Director of Public Health"
    )
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="None")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["team"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Team.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {**cleaned, "owner": cleaned.get("owner") or None}


class SentenceForm(_Owned):
    """A sentence about to become a promise."""


class _PartsField(forms.ModelMultipleChoiceField):
    """Parts of plans, each named with its plan."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.plan.title}: {obj.number} {obj.title}"


class PromiseForm(_Owned):
    """A promise, and what in the plan keeps it."""

    actions = _PartsField(
        Action.objects.none(), label="Actions that keep it", required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}), help_text="Hold Ctrl or Cmd to choose several.",
    )  # fmt: skip
    measures = _PartsField(
        ProgressMeasure.objects.none(), label="Progress measures that show it", required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}), help_text="Hold Ctrl or Cmd to choose several.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = {
            "actions": Action.objects.current().select_related("plan").order_by("plan__title", "position"),
            "measures": ProgressMeasure.objects.current().select_related("plan").order_by("plan__title", "position"),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            if isinstance(field, _PartsField):
                field.queryset = queryset


class WordsForm(forms.Form):
    """Words of the report that the rules did not find."""

    words = forms.CharField(
        label="A sentence that promises something and is not in the list",
        help_text="Copy it from the report, letter for letter.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Copy the sentence from the report."},
    )


class AnswerForm(forms.Form):
    """What became of a promise."""

    state = forms.ChoiceField(
        label="What became of it?", widget=forms.RadioSelect, error_messages={"required": "Choose what became of it."}
    )
    reason = forms.CharField(
        label="What was done, or why not",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everybody reads this. Needed unless the promise was kept.",
    )
    evidence_url = forms.URLField(
        label="Where it can be seen", required=False, max_length=400, assume_scheme="https",
        help_text="The address of a page or a paper that shows it.",
    )  # fmt: skip

    def __init__(self, *args: Any, promise: Promise, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["state"]
        possible = PROMISE_TRANSITIONS[PromiseState(promise.state)]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(state.value, ANSWER_WORDS[state]) for state in PromiseState if state in possible]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state = cleaned.get("state")
        if state and state != PromiseState.KEPT.value and not cleaned.get("reason", "").strip():
            self.add_error("reason", ValidationError("Say why. Everybody reads the reason."))
        return cleaned


ANSWER_WORDS = {
    PromiseState.OPEN: "Open again: it is still to be done",
    PromiseState.KEPT: "Kept: it was done as promised",
    PromiseState.LATE: "Late: not done by its date, and still to come or done after it",
    PromiseState.CHANGED: "Changed: something else was or will be done instead",
    PromiseState.DROPPED: "Dropped: it will not be done",
}


class PublicPromiseFilter(FilterForm):
    """Which promises a list shows; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    report = forms.ModelChoiceField(
        SourceReport.objects.none(), label="Report", required=False, empty_label="All", to_field_name="slug"
    )
    state = forms.ChoiceField(
        label="What became of it",
        required=False,
        choices=[("", "Any"), *((state.value, state.value.capitalize()) for state in PromiseState)],
    )
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "As in the report"), ("due", "Due first"), ("state", "Answer")]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["report"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = self.reports()

    @staticmethod
    def reports() -> Any:
        """The reports to choose from."""
        return SourceReport.objects.light().published()


class PromiseFilter(PublicPromiseFilter):
    """Which promises the staff's register shows."""

    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="Any")
    concern = forms.ChoiceField(
        label="Concern",
        required=False,
        choices=[("", "Any"), ("overdue", "Overdue"), ("unowned", "Nobody answers for it"), ("undated", "No date")],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["team"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Team.objects.all()

    @staticmethod
    def reports() -> Any:
        return SourceReport.objects.light()
