"""What staff are asked about a progress measure: what it says, what it aims for, what was achieved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.evidence.models import Indicator
from goldenthread.plan.form_fields import NOBODY, PlaceInOrder, keep_owner, split_lines, write_number
from goldenthread.plan.form_fields import choose_among as _list
from goldenthread.plan.form_fields import colleague_field as _person
from goldenthread.plan.form_fields import day_field as _day
from goldenthread.plan.form_fields import line_field as _text
from goldenthread.plan.form_fields import offer as _offer
from goldenthread.plan.form_fields import words_field as _long
from goldenthread.plan.kinds import Cadence, Direction, MeasureKind, Statistic
from goldenthread.plan.models import Group, Plan, ProgressMeasure, Reading
from goldenthread.plan.models.plan import NUMBER_VALIDATOR
from goldenthread.plan.places import NoSuchPlace, find_places, list_places, write_places


class MeasureForm(forms.Form):
    """How progress is measured. Everything but the title may come later: the page says what is missing."""

    number = forms.CharField(
        label="Number", required=False, max_length=20, validators=[NUMBER_VALIDATOR],
        help_text="Leave empty for the next number. It cannot be changed later: pages are linked to by it.",
    )  # fmt: skip
    title = _text("What is measured", required=True, hint="As the plan says it.")
    kind = forms.ChoiceField(
        label="What kind of measure it is",
        choices=[(kind.value, f"{kind.value.capitalize()}. {kind.sentence}") for kind in MeasureKind],
        widget=forms.RadioSelect,
    )
    description = _long("How it is counted", rows=3)
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Indicator", required=False, empty_label="None",
        help_text="For a measure whose figure comes from the evidence.",
    )  # fmt: skip
    statistic = forms.ChoiceField(
        label="Which figure of the indicator",
        required=False,
        choices=[("", NOBODY)] + [(each.value, each.sentence.capitalize()) for each in Statistic],
    )
    area_code = _text(
        "Area", longest=200, hint="A ward or neighbourhood by its name. Leave empty for the whole council area."
    )
    unit = _text("Unit", longest=60, hint="What is counted: people, homes, %.")
    decimals = forms.IntegerField(label="Decimal places", min_value=0, max_value=4, required=False, initial=0)
    direction = forms.ChoiceField(
        label="Which way is good news?",
        choices=[(each.value, each.value.capitalize()) for each in Direction],
        widget=forms.RadioSelect,
    )
    owner = _person("Who answers for it", "whoever leads the action")
    source = _text("Where the figure comes from", longest=250)
    baseline_value = forms.DecimalField(
        label="Where it began: the figure", required=False, max_digits=18, decimal_places=6
    )
    baseline_on = _day("Where it began: the day")
    baseline_note = _text("Where it began: in words", longest=250)
    question = _text("What a survey asks", longest=400, hint="Word for word. For a survey only.")
    stages = _long(
        "The stages of a cohort", hint="One on each line, the first first: Referred. For a cohort funnel only.", rows=3
    )
    cadence_every = forms.ChoiceField(
        label="How often it should happen",
        required=False,
        choices=[("", "It is not something regular")] + [(each.value, f"Every {each.value}") for each in Cadence],
    )
    cadence_each_place = forms.BooleanField(label="In each place every time", required=False)
    cadence_places = _long("The places", hint="One on each line, or “every ward” for all of them.", rows=3)
    cadence_from = _day("From which day it should happen")
    cadence_reading = _long("How you read the promise, and who said so", rows=2)

    asked_by = forms.ModelMultipleChoiceField(
        Group.objects.none(), label="Whose asks are counted", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="For a measure of asks answered in time.",
    )  # fmt: skip
    position = PlaceInOrder()
    reply_days = forms.IntegerField(
        label="Working days within which an ask should be answered", required=False, min_value=1, max_value=365
    )

    for_some_kinds = (
        ("For an indicator or a floor: which figure of it",
         ("indicator", "statistic", "area_code"), {MeasureKind.INDICATOR, MeasureKind.FLOOR}),
        ("For a cadence: how often, and where",
         ("cadence_every", "cadence_each_place", "cadence_places", "cadence_from", "cadence_reading"),
         {MeasureKind.CADENCE}),
        ("For a cohort funnel: its stages", ("stages",), {MeasureKind.FUNNEL}),
        ("For a survey: what it asks", ("question",), {MeasureKind.SURVEY}),
        ("For asks answered: whose, and how soon", ("asked_by", "reply_days"), {MeasureKind.ANSWERED}),
    )  # fmt: skip
    """What only some kinds of measure have: it stays folded away unless the kind is chosen or something is in it."""

    def __init__(self, *args: Any, plan: Plan, measure: ProgressMeasure | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        PlaceInOrder.set_in(self, measure)
        self.plan = plan
        self.places_kept = [measure.area_code] if measure is not None and measure.area_code else []
        keep_owner(self, measure)
        _offer(self, "indicator", Indicator.objects.active())
        groups = self.fields["asked_by"]
        if isinstance(groups, forms.ModelMultipleChoiceField):
            groups.queryset = Group.objects.all()
        if measure is not None:
            del self.fields["number"]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and ProgressMeasure.objects.filter(plan=self.plan, number=number).exists():
            raise ValidationError("Another measure of this plan has, or once had, this number.")
        return number

    def common_fields(self) -> list[forms.BoundField]:
        """What every kind of measure has."""
        folded = {name for _, names, _ in self.for_some_kinds for name in names}
        return [field for field in self if field.name not in folded]

    def folded_fields(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """What only some kinds have: the words over it, its fields, and whether they are shown at once."""
        chosen = self["kind"].value()
        return [
            (words, [self[name] for name in names], chosen in kinds or any(self.errors.get(name) for name in names))
            for words, names, kinds in self.for_some_kinds
        ]

    def clean_area_code(self) -> str:
        said = self.cleaned_data["area_code"].strip()
        try:
            return find_places([said], kept=self.places_kept)[0] if said else ""
        except NoSuchPlace as refusal:
            raise ValidationError(str(refusal)) from None

    def clean_decimals(self) -> int:
        return self.cleaned_data["decimals"] or 0

    def clean_stages(self) -> list[str]:
        return split_lines(self.cleaned_data["stages"])

    def clean_cadence_places(self) -> list[dict[str, str]]:
        try:
            return list_places(split_lines(self.cleaned_data["cadence_places"]))
        except NoSuchPlace as refusal:
            raise ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("indicator") and not cleaned.get("statistic"):
            cleaned["statistic"] = Statistic.VALUE.value
        if cleaned.get("statistic") and not cleaned.get("indicator"):
            self.add_error("indicator", "Choose the indicator whose figure is meant.")
        return cleaned

    @staticmethod
    def initial_of(measure: ProgressMeasure) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        names = [name for name in MeasureForm.base_fields if name not in {"number", "asked_by"}]
        places = "\n".join(f"{place['code']} {place['name']}" for place in measure.cadence_places)
        return {
            **{name: getattr(measure, name) for name in names},
            "area_code": "".join(write_places([measure.area_code] if measure.area_code else [])),
            "baseline_value": write_number(measure.baseline_value),
            "cadence_places": places,
            "stages": "\n".join(measure.stages),
            "asked_by": [group.pk for group in measure.asked_by.all()],
        }

    def added(self) -> Mapping[str, Any]:
        """The answers as :func:`plan.actions.add_measure` takes them."""
        values = dict(self.cleaned_data)
        return {
            **values,
            "kind": MeasureKind(values["kind"]),
            "direction": Direction(values["direction"]),
            "statistic": Statistic(values["statistic"]) if values["statistic"] else None,
            "cadence_every": Cadence(values["cadence_every"]) if values["cadence_every"] else None,
        }


class TargetForm(forms.Form):
    """What is aimed for, and the decision that said so."""

    value = forms.DecimalField(label="Target", required=False, max_digits=18, decimal_places=6)
    words = _text("Target in words", longest=250, hint="For a measure without a number.")
    target_on = _day("By when")
    decision = _text("Who decided it, and where", required=True, longest=250, hint="Cabinet, 4 March 2026, item 7.")
    decided_on = _day("When was it decided?", required=True)
    reason = _long(
        "Why does the target change?", hint="Needed when there was a target before. It is published.", rows=3
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("value") is None and not cleaned.get("words"):
            self.add_error("value", "Enter a number, or say in words what is aimed for.")
        return cleaned


class FigureForm(forms.Form):
    """What was achieved by a day."""

    on = _day("Up to which day?", required=True)
    period = _text("Period in words", longest=60, hint="April to June 2026. Empty: up to that day.")
    value = forms.DecimalField(label="Figure", required=False, max_digits=18, decimal_places=6)
    count = forms.IntegerField(label="How many", required=False, min_value=0)
    denominator = forms.IntegerField(label="Out of how many", required=False, min_value=1)
    planned = forms.IntegerField(label="How many are planned by then", required=False, min_value=0)
    asked = forms.IntegerField(label="How many the survey was sent to", required=False, min_value=1)
    text = _long("In words", rows=3)
    evidence = _text("What shows it", longest=250, hint="A report, minutes, a survey.")

    def __init__(self, *args: Any, measure: ProgressMeasure, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = MeasureKind(measure.kind)
        for name in {"value", "count", "denominator", "planned", "asked"} - set(_needed(kind)) - _allowed(kind):
            del self.fields[name]
        for name in _needed(kind):
            self.fields[name].required = True
        if kind is MeasureKind.SURVEY:
            self.fields["count"].label = "How many gave the answer"
            self.fields["denominator"].label = "How many answered"
        if kind is MeasureKind.CAPACITY:
            self.fields["count"].label = "How many are open"
        if "value" in self.fields and measure.unit:
            self.fields["value"].label = f"Figure ({measure.unit})"
        self._stages = list(measure.stages) if kind is MeasureKind.FUNNEL else []
        for index, stage in enumerate(self._stages):
            self.fields[f"stage_{index}"] = forms.IntegerField(label=f"How many: {stage}", min_value=0)
        self.order_fields(["on", "period", *(f"stage_{index}" for index in range(len(self._stages)))])

    @classmethod
    def correcting(cls, data: Any, *, reading: Reading) -> FigureForm:
        """The same questions about a figure that was wrong; its day and period stay."""
        names = ("value", "count", "denominator", "planned", "asked", "text", "evidence")
        shown = {name: getattr(reading, name) for name in names}
        shown["value"] = write_number(reading.value)
        shown |= {f"stage_{place}": number for place, number in enumerate(reading.stage_counts)}
        form = cls(data, measure=reading.measure, initial=shown)
        del form.fields["on"], form.fields["period"]
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        count, denominator = cleaned.get("count"), cleaned.get("denominator")
        if count is not None and denominator is not None and count > denominator:
            self.add_error("count", "This is more than there are.")
        if self._stages:
            counts = [cleaned.pop(f"stage_{index}", None) for index in range(len(self._stages))]
            cleaned["stage_counts"] = counts if None not in counts else []
        return cleaned


def _needed(kind: MeasureKind) -> tuple[str, ...]:
    """What of a figure nobody may leave out."""
    if kind.is_share:
        return ("count", "denominator")
    if kind is MeasureKind.CAPACITY:
        return ("count", "planned")
    if kind is MeasureKind.FUNNEL:
        return ()
    return ("value",) if kind.is_numeric else ("text",)


def _allowed(kind: MeasureKind) -> set[str]:
    return {"asked"} if kind is MeasureKind.SURVEY else set()


class DateHeldForm(forms.Form):
    """On which day, and where, something regular happened."""

    held_on = _day("On which day was it held?", required=True)
    place_code = forms.ChoiceField(label="Where?", required=False)
    note = _text("Note", longest=250)

    def __init__(self, *args: Any, measure: ProgressMeasure, **options: Any) -> None:
        super().__init__(*args, **options)
        places = [(place["code"], place["name"]) for place in measure.cadence_places]
        if not places:
            del self.fields["place_code"]
        else:
            first = [] if measure.cadence_each_place else [("", "Anywhere")]
            _list(self, "place_code", first + places)
            self.fields["place_code"].required = measure.cadence_each_place
