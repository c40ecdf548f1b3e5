"""What somebody fills in to define, record, correct or take a fact out of use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.accounts.models import Person
from goldenthread.core.claims import Order, Statistic
from goldenthread.core.estimates import Polarity
from goldenthread.evidence.actions.facts import Recorded, SourceDocument
from goldenthread.evidence.fact_kinds import OF_AN_AREA, STATISTIC_LABELS, Disclosure, FactQuestion
from goldenthread.evidence.models import Fact, FactVersion, Indicator
from goldenthread.evidence.models.fact import LONGEST_SLUG
from goldenthread.frontend.attached_files import ENDINGS, FileRefused, check_file
from goldenthread.frontend.widgets import DayField

_RANKED = frozenset({Statistic.RANK, Statistic.FIRST})


def person_field(label: str, missing: str) -> forms.ModelChoiceField[Person]:
    """A choice of somebody who can sign in."""
    people = Person.objects.filter(is_active=True).order_by("name")
    return forms.ModelChoiceField(people, label=label, empty_label="Choose", error_messages={"required": missing})


class KeepingForm(forms.Form):
    """Who answers for a fact, and until when it may be said."""

    subject = forms.CharField(
        label="What is it about?",
        max_length=200,
        help_text="In words a resident knows: “Years of life between the wards at the two ends, women”.",
        error_messages={"required": "Say what it is about."},
    )
    owner = person_field("Who answers for it?", "Choose who answers for it.")
    next_release_on = DayField(
        label="When is the next figure expected?", help_text="Leave empty if there will be none.", required=False
    )
    grace_days = forms.IntegerField(
        label="Days of grace after that",
        min_value=0,
        max_value=1000,
        initial=60,
        help_text="After them, whoever quotes the fact has to say why.",
        error_messages={"required": "Enter a number of days; 0 for none."},
    )


class _NamedForm(KeepingForm):
    slug = forms.SlugField(
        label="Short name",
        max_length=LONGEST_SLUG,
        help_text="Small letters, figures and hyphens, as it will stand in texts: life-expectancy-gap-wards.",
        error_messages={"required": "Enter a short name."},
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Fact.objects.filter(slug=slug).exists():
            raise ValidationError("Another fact has this short name. Choose another.")
        return slug


class DefineForm(_NamedForm):
    """A fact that the evidence is asked for."""

    question = forms.ChoiceField(
        label="What is asked?", choices=[("", "Choose"), *((each.value, each.label) for each in FactQuestion)],
        error_messages={"required": "Choose what is asked."},
    )  # fmt: skip
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Of which figure?", empty_label="Choose",
        error_messages={"required": "Choose a figure."},
    )  # fmt: skip
    area_code = forms.CharField(
        label="Code of the area",
        required=False,
        max_length=12,
        help_text="Leave empty for the whole place. Only a value, a count or a change can be of one area.",
    )
    floor = forms.FloatField(label="The floor", required=False, help_text="Only for wards at or above a floor.")
    field_order = ("question", "indicator", "area_code", "floor", "subject", "slug", "owner", "next_release_on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["indicator"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Indicator.objects.active().order_by("plain_name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if asked := cleaned.get("question"):
            question = cleaned["question"] = FactQuestion(asked)
            if question is FactQuestion.WARDS_AT_FLOOR and cleaned.get("floor") is None:
                self.add_error("floor", "Enter the floor that the wards are to reach.")
            if question is not FactQuestion.WARDS_AT_FLOOR:
                cleaned["floor"] = None
            if cleaned.get("area_code") and question not in OF_AN_AREA:
                self.add_error("area_code", "This question is about the whole place. Leave the code empty.")
        return cleaned


class _ValueForm(forms.Form):
    """A value and the document it stands in."""

    value = forms.FloatField(label="Value", required=False, help_text="As exactly as the document gives it.")
    unit = forms.CharField(label="Unit", required=False, max_length=60, help_text="people, %, years, £, per 1,000")
    decimals = forms.IntegerField(label="Decimals to show", min_value=0, max_value=4, initial=0)
    numerator = forms.FloatField(label="How many had it", required=False, min_value=0)
    denominator = forms.FloatField(label="Out of how many", required=False, min_value=0)
    lower = forms.FloatField(label="Lower end of its interval", required=False)
    upper = forms.FloatField(label="Upper end of its interval", required=False)
    series = forms.CharField(
        label="Every value",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For a range, or the first and last of a change: numbers with spaces or commas between.",
    )
    peers = forms.IntegerField(label="How many are in the table", required=False, min_value=1)
    order = forms.ChoiceField(
        label="From which end is the table counted?",
        required=False,
        choices=[("", "It is not a rank"), *((each.value, each.value.capitalize()) for each in Order)],
    )
    polarity = forms.ChoiceField(
        label="Which direction is good?", choices=[(each.value, each.value.capitalize()) for each in Polarity],
        initial=Polarity.NEITHER.value,
    )  # fmt: skip
    place = forms.CharField(label="Place", required=False, max_length=120)
    boundary_year = forms.IntegerField(
        label="Year of its boundaries", required=False, min_value=1974, max_value=2100, help_text="For wards: 2024."
    )
    group = forms.CharField(label="Group of people", required=False, max_length=120)
    period = forms.CharField(label="Period", required=False, max_length=80, help_text="2025/26, or April to June 2026.")
    as_at = DayField(label="Of which day is it?", error_messages={"required": "Enter the day."})
    caveat = forms.CharField(
        label="What a reader has to know", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_withheld = forms.BooleanField(
        label="It must not be published",
        required=False,
        help_text="So few people are counted that somebody could be known, or there is another reason.",
    )
    missing = forms.CharField(label="Why it is withheld, or why there is no value", required=False, max_length=400)
    document_title = forms.CharField(
        label="Which document does it stand in?",
        max_length=200,
        error_messages={"required": "Name the document that the value stands in."},
    )
    document_where = forms.CharField(label="Page, table or paragraph", required=False, max_length=120)
    document_address = forms.URLField(label="Its address", required=False, max_length=400, assume_scheme="https")
    document_file = forms.FileField(
        label="Or the document itself",
        required=False,
        help_text="Up to 5 MB. It is kept with the fact and never published.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_series(self) -> tuple[float, ...]:
        """The numbers, or which of them is none."""
        words = self.cleaned_data["series"].replace(",", " ").split()
        try:
            return tuple(float(word) for word in words)
        except ValueError:
            raise ValidationError("Write numbers only, with spaces between, as in 52 58 55.") from None

    def clean_document_file(self) -> Any:
        """The file, checked, or what is wrong with it."""
        sent = self.cleaned_data["document_file"]
        if not sent:
            return None
        try:
            return check_file(sent.name, sent.read())
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("document_file") and not cleaned.get("document_address") and not self.errors:
            self.add_error("document_address", "Give the document's address, or attach the document itself.")
        if cleaned.get("is_withheld") and not cleaned.get("missing"):
            self.add_error("missing", "Say why it is withheld.")
        if cleaned.get("peers") and not cleaned.get("order"):
            self.add_error("order", "Say from which end the table is counted.")
        return cleaned

    def recorded(self) -> Recorded:
        """The value as it was filled in; for a form that is valid."""
        given = self.cleaned_data
        names = (
            *("value", "unit", "decimals", "numerator", "denominator", "lower", "upper", "series", "peers", "order"),
            *("polarity", "place", "boundary_year", "group", "period", "as_at", "caveat", "missing"),
        )
        disclosure = Disclosure.SUPPRESSED if given["is_withheld"] else Disclosure.OPEN
        return Recorded(**{name: given[name] for name in names}, disclosure=disclosure.value)

    def document(self) -> SourceDocument:
        """The document it stands in; for a form that is valid."""
        given = self.cleaned_data
        return SourceDocument(
            title=given["document_title"],
            where=given["document_where"],
            address=given["document_address"],
            file=given["document_file"],
        )


class RecordForm(_ValueForm, _NamedForm):
    """A fact that somebody read in a document."""

    statistic = forms.ChoiceField(
        label="What kind of value is it?",
        choices=[("", "Choose"), *((kind.value, label) for kind, label in STATISTIC_LABELS.items())],
        error_messages={"required": "Choose a kind."},
    )
    field_order = (
        *("subject", "slug", "statistic", "value", "unit", "decimals", "numerator", "denominator", "as_at", "period"),
        *("place", "document_title", "document_where", "document_address", "document_file", "owner"),
        *("next_release_on", "grace_days", "is_withheld", "missing"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if kind := cleaned.get("statistic"):
            statistic = cleaned["statistic"] = Statistic(kind)
            if statistic in _RANKED and not cleaned.get("peers"):
                self.add_error("peers", "Say how many are in the table.")
        return cleaned


class CorrectForm(_ValueForm):
    """A new version of a recorded fact."""

    note = forms.CharField(
        label="What changed, and why?", max_length=400, error_messages={"required": "Say what changed, and why."}
    )


def initial_of(version: FactVersion) -> dict[str, Any]:
    """What a correction begins with: the version that is corrected."""
    names = (
        *("value", "unit", "decimals", "numerator", "denominator", "lower", "upper", "peers", "order", "polarity"),
        *("place", "boundary_year", "group", "period", "as_at", "caveat", "missing"),
    )
    document = version.document
    return {
        **{name: getattr(version, name) for name in names},
        "series": " ".join(f"{each:g}" for each in version.series),
        "is_withheld": version.disclosure == Disclosure.SUPPRESSED.value,
        "document_title": document.title if document else "",
        "document_where": document.where if document else "",
        "document_address": document.address if document else "",
    }


class ConfirmForm(forms.Form):
    """Nothing to fill in: the page says what will happen."""


class RetireForm(forms.Form):
    """Why nobody is to quote a fact any more."""

    reason = forms.CharField(
        label="Why is nobody to quote it any more?",
        max_length=300,
        error_messages={"required": "Say why nobody is to quote it any more."},
    )


class SupersedeForm(forms.Form):
    """Which fact takes the place of another."""

    successor = forms.ModelChoiceField(
        Fact.objects.none(), label="Which fact takes its place?", empty_label="Choose",
        error_messages={"required": "Choose the fact that takes its place."},
    )  # fmt: skip

    def __init__(self, *args: Any, fact: Fact, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["successor"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Fact.objects.in_use().exclude(pk=fact.pk)
