"""What staff fill in about consents and stories."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings

from goldenthread.plan.form_fields import day_field, line_field, words_field
from goldenthread.reports.models import Consent
from goldenthread.reports.stories.kinds import Channel, Scope

SCOPES = {Scope.STORY: "Their story", Scope.QUOTE: "Their words", Scope.PICTURE: "Their picture"}
CHANNELS = {
    Channel.WEBSITE: "On the website",
    Channel.REPORT: "In reports",
    Channel.SOCIAL_MEDIA: "On social media",
}


class ConsentForm(forms.Form):
    """What somebody agreed to. No tick is set beforehand."""

    scopes = forms.TypedMultipleChoiceField(
        label="What may be used?",
        choices=[(scope.value, words) for scope, words in SCOPES.items()],
        coerce=Scope,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say what may be used."},
    )
    channels = forms.TypedMultipleChoiceField(
        label="Where may it be used?",
        choices=[(channel.value, words) for channel, words in CHANNELS.items()],
        coerce=Channel,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say where it may be used."},
    )
    words = words_field(
        "The very words that may be used", rows=3, hint="Leave empty if they agreed to more than one sentence."
    )
    given_on = day_field("The day they agreed", required=True)
    until = day_field("The last day they agreed to", hint="Leave empty if they named none.")
    wording = line_field(
        "Version of the form they signed", required=True, longest=60, hint="For example: Story form, May 2026."
    )
    form_reference = line_field(
        "Where the signed form lies", required=True, longest=200, hint="A file number or folder. Never published."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given_on, until = cleaned.get("given_on"), cleaned.get("until")
        if given_on and until and until < given_on:
            self.add_error("until", "Their agreement cannot end before it was given.")
        return cleaned


class ChangeConsentForm(ConsentForm):
    """The same of a consent that is in the register."""

    @property
    def changes(self) -> dict[str, Any]:
        """What the form says, by the register's own fields."""
        said = self.cleaned_data
        kept = {name: said[name] for name in ("words", "given_on", "until", "wording", "form_reference")}
        covers = {scope.field: scope in said["scopes"] for scope in Scope}
        return {**kept, **covers, **{channel.field: channel in said["channels"] for channel in Channel}}

    @staticmethod
    def initial_of(consent: Consent) -> dict[str, Any]:
        """What the form shows before anything is changed."""
        shown = {name: getattr(consent, name) for name in ("words", "given_on", "until", "wording", "form_reference")}
        scopes, channels = [each.value for each in consent.scopes], [each.value for each in consent.channels]
        return {**shown, "scopes": scopes, "channels": channels}


class NewConsentForm(ConsentForm):
    """A consent that is entered."""

    reference = line_field("Reference", required=True, longest=40, hint="Yours: C-2026-014.")
    alias = line_field(
        "Alias: the name by which they are told of", required=True, longest=80, hint="Never their own name."
    )
    name = line_field(
        "Their name",
        longest=150,
        hint="Kept apart. It is shown in no list, file or log, and you cannot read it again yourself.",
    )
    contact = line_field("How they can be reached", longest=250, hint="Kept with the name.")
    field_order = ("reference", "alias", "name", "contact")

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"].strip()
        if Consent.objects.filter(reference__iexact=reference).exists():
            raise forms.ValidationError("The register has a consent of this reference. Choose another.")
        return reference


class WithdrawForm(forms.Form):
    """That somebody took back what they agreed to."""

    how = line_field(
        "How did they tell you?", required=True, longest=250, hint="By telephone, in a letter, through their carer."
    )


class LookUpForm(forms.Form):
    """What a name is needed for."""

    because = line_field(
        "What do you need the name for?", required=True, longest=250, hint="It is written into the audit log."
    )


class HolderForm(forms.Form):
    """Who stands behind an alias."""

    name = line_field("Their name", required=True, longest=150)
    contact = line_field("How they can be reached", longest=250)


class ApproveStoryForm(forms.Form):
    """That a story may be told."""

    weighed = forms.CharField(
        label="Why is nobody put at risk by what could make them recognised?",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, is_to_be_weighed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_to_be_weighed:
            del self.fields["weighed"]
            return
        self.fields["weighed"].required = True
        self.fields["weighed"].error_messages["required"] = (
            "Say why nobody is put at risk, or go back and have the story changed."
        )


class CompareForm(forms.Form):
    """A public document that a story is compared with."""

    file = forms.FileField(
        label="A public document",
        help_text="Word, PDF or Markdown: minutes, a court list, a press release. It is read and not kept.",
        error_messages={"required": "Choose a file."},
    )


class TranslateForm(forms.Form):
    """Into which language a story is translated."""

    language = forms.ChoiceField(
        label="Translate it into",
        error_messages={"required": "Choose a language.", "invalid_choice": "Choose a language."},
    )

    def __init__(self, *args: Any, without: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (it is declared above)
        field.choices = [
            ("", "Choose"),
            *(pair for pair in settings.WAGTAIL_CONTENT_LANGUAGES if pair[0] not in without),
        ]
