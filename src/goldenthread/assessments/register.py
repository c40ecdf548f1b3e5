"""The registers of assessments and decisions: filtered and ordered by what stands in the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet

from goldenthread.accounts.filters import FilterForm
from goldenthread.accounts.models import Team
from goldenthread.assessments.gaps import KINDS, Known
from goldenthread.assessments.kinds import DecisionOption
from goldenthread.assessments.models import Assessment, Decision
from goldenthread.assessments.models.assessment import AssessmentQuerySet
from goldenthread.assessments.models.decision import DecisionQuerySet
from goldenthread.assessments.states import PUBLIC, AssessmentStatus, DecisionStatus
from goldenthread.definitions import load_characteristics

ON_A_PAGE = 50

ASSESSMENT_ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("decide_by").desc(nulls_last=True), "-number"),
    "soonest": (F("decide_by").asc(nulls_last=True), "number"),
    "number": ("number",),
    "review": (F("review_on").asc(nulls_last=True), "number"),
    "title": ("title", "number"),
    "status": ("status", "number"),
}
DECISION_ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("due_on", "reference"),
    "latest": ("-due_on", "reference"),
    "reference": ("reference",),
    "maker": ("decision_maker", "due_on", "reference"),
    "title": ("title", "reference"),
}


class AssessmentFilter(FilterForm):
    """Which assessments are listed; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    status = forms.ChoiceField(label="Where it is", required=False)
    affects = forms.ChoiceField(label="Harms or helps", required=False)
    option = forms.ChoiceField(
        label="What it advises",
        required=False,
        choices=[("", "Any"), *((option.value, option.value.capitalize()) for option in DecisionOption)],
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Latest decision first"),
            ("soonest", "Earliest decision first"),
            ("review", "Review due first"),
            ("number", "Number"),
            ("title", "Title"),
            ("status", "Where it is"),
        ],
    )

    #: What may be asked for: the public's register has only what is published.
    statuses: tuple[AssessmentStatus, ...] = tuple(status for status in AssessmentStatus if status in PUBLIC)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = {
            "status": [(status.value, status.value.capitalize()) for status in self.statuses],
            "affects": [(slug, each.plain_name) for slug, each in load_characteristics().items()],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "Any"), *choices]

    def narrow(self, assessments: AssessmentQuerySet, *, on: date, known: Known) -> QuerySet[Assessment]:
        """The assessments that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            assessments = assessments.filter(
                Q(title__icontains=words) | Q(proposal__icontains=words) | Q(decision__reference__icontains=words)
            )
        for name in ("status", "option"):
            if wanted.get(name):
                assessments = assessments.filter(**{name: wanted[name]})
        if characteristic := wanted.get("affects"):
            assessments = assessments.affecting(characteristic)
        return assessments.order_by(*ASSESSMENT_ORDERS[wanted.get("sort") or ""])


class StaffAssessmentFilter(AssessmentFilter):
    """The same with drafts, teams, and what is missing."""

    statuses = tuple(AssessmentStatus)
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="Any")
    gap = forms.ChoiceField(label="What is missing", required=False, choices=[("", "Any"), *KINDS.items()])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["team"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Team.objects.all()

    def narrow(self, assessments: AssessmentQuerySet, *, on: date, known: Known) -> QuerySet[Assessment]:
        """The assessments that the filters let through, in the order asked for."""
        self.full_clean()
        if team := self.cleaned_data.get("team"):
            assessments = assessments.filter(team=team)
        gap = self.cleaned_data.get("gap")
        if gap == "unknown":
            assessments = assessments.with_knowable_unknown(list(known))
        elif gap == "harm":
            assessments = assessments.with_unmitigated_harm()
        elif gap == "loose":
            assessments = assessments.with_loose_mitigation()
        elif gap == "review":
            assessments = assessments.review_overdue(on=on)
        return super().narrow(assessments, on=on, known=known)


LACKS = {
    "assessment": "No assessment",
    "signature": "No signed assessment",
    "engagement": "No engagement",
    "either": "No assessment or no engagement",
}


class DecisionFilter(FilterForm):
    """Which decisions are listed; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    status = forms.ChoiceField(
        label="Where it is",
        required=False,
        choices=[
            ("", "Still to be decided"),
            *(
                (status.value, status.value.capitalize())
                for status in DecisionStatus
                if status is not DecisionStatus.UPCOMING
            ),
            ("all", "All"),
        ],
    )
    key = forms.ChoiceField(label="Key decisions", required=False, choices=[("", "All"), ("yes", "Key decisions only")])
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Due first"),
            ("latest", "Due last"),
            ("reference", "Reference"),
            ("maker", "Who decides"),
            ("title", "Title"),
        ],
    )

    def narrow(self, decisions: DecisionQuerySet) -> QuerySet[Decision]:
        """The decisions that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            decisions = decisions.filter(
                Q(title__icontains=words) | Q(reference__icontains=words) | Q(decision_maker__icontains=words)
            )
        status = wanted.get("status")
        if status != "all":
            decisions = decisions.filter(status=status or DecisionStatus.UPCOMING.value)
        if wanted.get("key") == "yes":
            decisions = decisions.filter(is_key=True)
        return decisions.order_by(*DECISION_ORDERS[wanted.get("sort") or ""])


class StaffDecisionFilter(DecisionFilter):
    """The same with what a decision lacks."""

    lacks = forms.ChoiceField(label="What it lacks", required=False, choices=[("", "Any"), *LACKS.items()])

    def narrow(self, decisions: DecisionQuerySet) -> QuerySet[Decision]:
        """The decisions that the filters let through, in the order asked for."""
        self.full_clean()
        lacks = self.cleaned_data.get("lacks")
        if lacks == "assessment":
            decisions = decisions.without_assessment()
        elif lacks == "signature":
            decisions = decisions.without_signature()
        elif lacks in {"engagement", "either"}:  # without an assessment there is nowhere to tell of engagement
            decisions = decisions.without_engagement()
        return super().narrow(decisions)
