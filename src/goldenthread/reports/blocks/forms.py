"""What editors are asked when they put a case study, a quotation or a map into a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from goldenthread.evidence.models import Indicator
from goldenthread.reports.gathering import mappable
from goldenthread.reports.models import AnnualReport, BlockKind, Consent, StoryPage
from goldenthread.reports.stories.agreement import why_story_not
from goldenthread.reports.stories.kinds import Channel


class _StoryField(forms.ModelChoiceField):
    def label_from_instance(self, obj: StoryPage) -> str:
        return f"{obj.title}: {obj.summary}"


class _ConsentField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Consent) -> str:
        only = f", for these words only: “{obj.words}”" if obj.words else ""
        return f"{obj.alias.name} ({obj.reference}){only}"


class CaseStudyForm(forms.Form):
    """Which story is told."""

    story = _StoryField(
        StoryPage.objects.none(),
        label="Which story?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the story."},
    )

    def __init__(self, *args: Any, report: AnnualReport, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["story"], StoryPage.objects.filter(pk__in=[each.pk for each in tellable(report, on=on)]))


class QuotationForm(forms.Form):
    """Whom a report quotes, and what they said."""

    consent = _ConsentField(
        Consent.objects.none(),
        label="Whose words?",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="Those who agreed to being quoted in reports, by the alias that stands in the register of consents.",
        error_messages={"required": "Choose whose words they are."},
    )
    words = forms.CharField(
        label="What they said",
        max_length=600,
        help_text="Their own words, without quotation marks.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what they said."},
    )
    who = forms.CharField(
        label="As they agreed to be named",
        max_length=150,
        required=False,
        help_text="Beginning with their alias: “Edith, Ropewalk”. Leave empty to name nobody.",
    )
    field_order = ("consent", "words", "who")

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["consent"], quotable(on=on))


class MapForm(forms.Form):
    """Which indicator is drawn."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="Which indicator?",
        empty_label="Choose",
        help_text="Those with figures for wards. The list of wards stands beside the map.",
        error_messages={"required": "Choose what the map shows."},
    )

    def __init__(self, *args: Any, report: AnnualReport, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["indicator"], drawable(report))


def tellable(report: AnnualReport, *, on: date) -> list[StoryPage]:
    """The stories that a report may tell on a day and does not tell yet."""
    placed = _placed(report, BlockKind.CASE_STUDY)
    found: Iterable[StoryPage] = (
        StoryPage.objects.live().as_first_told().exclude(slug__in=placed).prefetch_related("consents__alias")
    )
    return [story for story in found if not why_story_not(story, on=on)]


def quotable(*, on: date) -> Any:
    """The consents on which a report may quote somebody on a day."""
    found = Consent.objects.live(on=on).for_channel(Channel.REPORT).filter(covers_quote=True)
    return found.select_related("alias").order_by("alias__name", "reference")


def drawable(report: AnnualReport) -> Any:
    """The indicators that a report may map and does not map yet."""
    placed = _placed(report, BlockKind.MAP)
    found = Indicator.objects.active().filter(slug__in=mappable()).exclude(slug__in=placed)
    return found.order_by("plain_name")


def _placed(report: AnnualReport, kind: BlockKind) -> list[str]:
    return list(report.blocks.filter(kind=kind).values_list("subject", flat=True))


def _offer(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (it is declared above)
    field.queryset = rows
