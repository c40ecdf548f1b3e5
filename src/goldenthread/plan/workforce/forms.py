"""What staff fill in about the workforce equality plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.evidence.models import Indicator
from goldenthread.plan.form_fields import day_field, line_field, offer
from goldenthread.plan.models import Action
from goldenthread.plan.workforce.reading import LARGEST_BYTES, TableRefused, WorkforceKind, read_counts

KIND_WORDS = {
    WorkforceKind.STAFF: "Workforce counts. How many staff in each group.",
    WorkforceKind.SURVEY: "Staff survey. How many in each group agreed, out of how many who answered.",
    WorkforceKind.UPTAKE: "Uptake. How many in each group took something up, out of how many who could.",
}


class UploadForm(forms.Form):
    """A table of counts of groups."""

    title = line_field("Title", required=True, longest=200, hint="Who works here, March 2026.")
    kind = forms.ChoiceField(
        label="What it counts",
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the table counts."},
    )
    as_of = day_field("The day that was counted, or the last of the period", required=True)
    source = line_field(
        "Where it comes from", required=True, longest=250, hint="Payroll, with what staff say of themselves."
    )
    question = line_field("What was asked, or what was taken up", hint="For a survey and for uptake.")
    file = forms.FileField(
        label="File (CSV)",
        help_text=(
            "Columns: characteristic, group, count; for a survey and for uptake also “out of”; if you like grade and "
            "period. One row for each group, never one for each person."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Choose it again."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent, kind = cleaned.get("file"), cleaned.get("kind")
        if sent and kind:
            try:
                if sent.size > LARGEST_BYTES:
                    raise TableRefused("The file has more than 1 MB: a table of groups is far smaller.")
                cleaned["content"] = sent.read()
                read_counts(cleaned["content"], WorkforceKind(kind))
            except TableRefused as refusal:
                self.add_error("file", str(refusal))
        return cleaned


class BindForm(forms.Form):
    """Which indicator counts the residents of a group."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Indicator", required=False, empty_label="None",
        help_text="One that says how many residents belong to the group, of how many.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "indicator", Indicator.objects.active().filter(unit="%").order_by("plain_name"))


class LinkForm(forms.Form):
    """The actions that answer to what a table shows."""

    actions = forms.CharField(
        label="Actions",
        required=False,
        help_text="One on each line: the plan’s short name, then the number of the action. fairer-2029 11",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_actions(self) -> list[Action]:
        found = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["actions"].splitlines())):
            slug, _, number = line.partition(" ")
            action = Action.objects.current().filter(plan__slug=slug, number=number.strip()).first()
            if action is None:
                raise ValidationError(f"“{line}” is no action of a plan. Write the plan’s short name, then the number.")
            found.append(action)
        return found


class BecauseForm(forms.Form):
    """Why a table is taken back."""

    because = line_field("Why", required=True, longest=250)
