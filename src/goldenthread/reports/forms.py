"""What staff are asked when they begin a report, write in it or send it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.checking.documents.reading import LARGEST_BYTES
from goldenthread.frontend.widgets import DayField
from goldenthread.plan.models import Plan
from goldenthread.reports.models import AnnualReport

RESERVED = frozenset({"new"})
"""Short names that would hide a page of the site's own."""


class DetailsForm(forms.Form):
    """A report's title and the year it is about."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title."})
    starts_on = DayField(label="First day", error_messages={"required": "Enter the first day."})
    ends_on = DayField(label="Last day", error_messages={"required": "Enter the last day."})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day has to come after the first.")
        return cleaned


class BeginForm(DetailsForm):
    """A new report."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label="Which plan is it about?",
        empty_label="Choose",
        error_messages={"required": "Choose the plan the report is about."},
    )
    slug = forms.SlugField(
        label="Short name for the address",
        max_length=80,
        help_text="Small letters, figures and hyphens: annual-report-2025-2026.",
        error_messages={"required": "Enter a short name for the address."},
    )
    field_order = ("plan", "title", "slug", "starts_on", "ends_on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ModelChoiceField)  # noqa: S101  (it is declared above)
        plan.queryset = Plan.objects.published().newest_first()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise ValidationError("The site itself uses this short name. Choose another.")
        if AnnualReport.objects.filter(slug=slug).exists():
            raise ValidationError("Another report has this short name. Choose another.")
        return slug


class TextForm(forms.Form):
    """The words of one place in a report."""

    text = forms.CharField(
        label="Words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args: Any, hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        rules = "Leave a line empty between paragraphs; begin a line with a hyphen and a space to make a list."
        self.fields["text"].help_text = f"{hint} {rules}".strip()


class ReasonForm(forms.Form):
    """Why a report is sent back."""

    reason = forms.CharField(
        label="What should change before it is published?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what should change before it is published."},
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: the page says what will happen."""


class ClearingForm(forms.Form):
    """Why something is published although the checks found fault with it."""

    reason = forms.CharField(
        label="Your reason",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the reason. It is published with your name."},
    )


class NobodysForm(forms.Form):
    """Why words in quotation marks are no person's."""

    reason = forms.CharField(
        label="Whose words are they, if no person’s?",
        max_length=600,
        help_text="For example: the title of a leaflet; section 149 of the Equality Act.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say whose words they are. It is kept with your name and shown to staff."},
    )


class CorrectionForm(forms.Form):
    """What a new edition puts right."""

    note = forms.CharField(
        label="What does the new edition put right?",
        max_length=600,
        help_text="It stands at the head of the corrected report.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what the new edition puts right. It is published with it."},
    )


class AskForReplyForm(forms.Form):
    """Whom a report speaks of, and which words they were shown."""

    who = forms.CharField(label="Who was asked?", max_length=200, error_messages={"required": "Say who was asked."})
    about = forms.CharField(
        label="Which words were they shown?",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say which words they were shown."},
    )
    due_on = DayField(label="Until when may they answer?", error_messages={"required": "Enter the day."})


class SettleForm(forms.Form):
    """What somebody answered, and what came of it."""

    words = forms.CharField(
        label="Their answer",
        required=False,
        help_text="Leave empty if they did not answer by their day.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    outcome = forms.CharField(
        label="What was changed because of it, or why nothing was",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what was changed because of it, or why nothing was."},
    )


class SendOutForm(forms.Form):
    """Who is asked to comment on a report."""

    to = forms.CharField(
        label="Who is asked to comment?",
        max_length=300,
        help_text="Names or groups, as in “Jo Bell, the equality forum”. It is kept with the round.",
        error_messages={"required": "Say who is asked to comment."},
    )


class ReturnedForm(forms.Form):
    """A Word file that came back from comment."""

    file = forms.FileField(
        label="The Word file that came back",
        help_text="The .docx that was sent, with its changes and comments, up to 30 MB.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose the file that came back.", "empty": "The file is empty. Choose it again."},
    )

    def clean_file(self) -> Any:
        """The file, unless it is too large to be read at all."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            limit = LARGEST_BYTES // 1_000_000
            raise ValidationError(
                f"The file has {file.size / 1e6:.0f} MB and the limit is {limit} MB. Save it with smaller pictures."
            )
        return file
