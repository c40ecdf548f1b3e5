"""The boxes for figures on the page behind a link: whichever kind a measure is of, with what was said last time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from goldenthread.plan.actions.answering import Figure
from goldenthread.plan.cycles.held_days import Held, read_held_days, write_places
from goldenthread.plan.kinds import MeasureKind
from goldenthread.plan.models import ProgressMeasure, Reading, UpdateCycle

#: Which whole numbers make up a figure of each kind that is typed in one: the measure's title stands before the first.
WHOLE_NUMBERS: Mapping[MeasureKind, Mapping[str, str]] = {
    MeasureKind.PERCENTAGE: {"count": "how many", "denominator": "out of how many"},
    MeasureKind.ALL_OF: {"count": "how many", "denominator": "out of how many"},
    MeasureKind.CAPACITY: {"count": "how many are open", "planned": "how many are planned by then"},
    MeasureKind.SURVEY: {
        "count": "how many gave the answer",
        "denominator": "how many answered",
        "asked": "how many it was sent to, if you know",
    },
}
NOT_NEEDED = frozenset({"asked"})
NUMBERS = frozenset({MeasureKind.COUNT, MeasureKind.FUNNEL, *WHOLE_NUMBERS})
WORDS = frozenset({MeasureKind.MILESTONE, MeasureKind.QUALITATIVE})


class TakesFigures(forms.Form):
    """A form with boxes for the figures of some measures."""

    measures: list[ProgressMeasure]
    cycle: UpdateCycle

    def take_figures(self, measures: list[ProgressMeasure], *, cycle: UpdateCycle) -> None:
        """Add the boxes; figures that come from the evidence or a register have none."""
        self.measures, self.cycle = [each for each in measures if MeasureKind(each.kind).is_typed], cycle
        for measure in self.measures:
            if measure.kind == MeasureKind.CADENCE:
                self._add_held_days(measure)
            elif measure.kind in WORDS:
                self._add_words(measure, _latest_reading(measure))
            else:
                self._add_figure(measure, _latest_reading(measure))

    @property
    def was_judged(self) -> bool:
        """Has somebody asked whether the form is in order, and was it not? Asking does not judge it."""
        return bool(getattr(self, "_errors", None))

    def show_unjudged(self) -> None:
        """Show what was typed and find no fault with it: it was not sent yet."""
        if not self.was_judged:
            self._errors, self.cleaned_data = ErrorDict(), {}

    def figure_fields(self) -> list[forms.BoundField]:
        """The boxes for figures, in the order of the measures, and for the days of milestones."""
        return [self[name] for name in self.fields if name.startswith(("figure-", "milestone-"))]

    def _add_held_days(self, measure: ProgressMeasure) -> None:
        held = list(measure.occurrences.all())
        period = self.cycle.title
        known = f"Recorded already for {period}: {len(held)}." if held else f"None recorded yet for {period}."
        how = "The days after each place, with commas between" if measure.cadence_places else "With commas between"
        name = f"figure-{measure.pk}-days"
        self.fields[name] = forms.CharField(
            label=f"{measure.title}: on which other days was it held?" if held else f"{measure.title}: on which days?",
            help_text=f"{known} {how}: 14 July, 11 August.",
            required=False,
            widget=forms.Textarea(attrs={"rows": min(max(len(measure.cadence_places), 2), 24)}),
        )
        self.initial[name] = write_places(measure.cadence_places)

    def _add_words(self, measure: ProgressMeasure, last: Reading | None) -> None:
        name = f"figure-{measure.pk}-text"
        before = f"Last time: {last.text}" if last and last.text else "Nothing yet."
        self.fields[name] = forms.CharField(
            label=f"{measure.title}: what is there to say, and what shows it?",
            help_text=before,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _add_figure(self, measure: ProgressMeasure, last: Reading | None) -> None:
        said = "No figure yet."
        if last is not None:
            said = f"Last time: {_said(last)}. What stands here is kept for this time; empty it if you do not know."
        if measure.kind == MeasureKind.COUNT:
            unit = f" ({measure.unit})" if measure.unit else ""
            given = last.value if last else None
            self._add_number(f"figure-{measure.pk}-value", f"{measure.title}{unit}", said, given, is_whole=False)
            return
        for place, (part, label) in enumerate(_parts_of(measure).items()):
            words = label if place else f"{measure.title}: {label}"
            self._add_number(f"figure-{measure.pk}-{part}", words, "" if place else said, _part_of(last, part))

    def _add_number(self, name: str, label: str, hint: str, last: Any, *, is_whole: bool = True) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric" if is_whole else "decimal"})
        problem = {"invalid": "Enter a number." if not is_whole else "Enter a whole number."}
        field: forms.Field
        if is_whole:
            field = forms.IntegerField(
                label=label, help_text=hint, required=False, min_value=0, widget=widget, error_messages=problem
            )
        else:
            field = forms.DecimalField(
                label=label, help_text=hint, required=False, max_digits=18, widget=widget, error_messages=problem
            )
            last = last.normalize() if isinstance(last, Decimal) else last
            last = format(last, "f") if last is not None else None
        self.fields[name] = field
        self.initial[name] = last

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for measure in self.measures:
            if measure.kind == MeasureKind.CADENCE:
                self._read_held_days(measure, cleaned)
            elif measure.kind in NUMBERS:
                self._check_figure(measure, cleaned)
        return cleaned

    def _read_held_days(self, measure: ProgressMeasure, cleaned: dict[str, Any]) -> None:
        name, cycle = f"figure-{measure.pk}-days", self.cycle
        try:
            cleaned[name] = read_held_days(
                cleaned.get(name, ""),
                places=measure.cadence_places,
                each_place=measure.cadence_each_place,
                period=(cycle.period_starts_on, cycle.period_ends_on),
            )
        except ValueError as refusal:
            self.add_error(name, str(refusal))

    def _check_figure(self, measure: ProgressMeasure, cleaned: dict[str, Any]) -> None:
        parts = [part for part in _parts_of(measure) if part not in NOT_NEEDED]
        missing = [part for part in parts if cleaned.get(f"figure-{measure.pk}-{part}") is None]
        if missing and len(missing) < len(parts) and not self.errors:
            number = "both figures" if len(parts) == 2 else f"all {len(parts)} figures"
            self.add_error(f"figure-{measure.pk}-{missing[0]}", f"Enter {number}, or none.")
        had, among = (cleaned.get(f"figure-{measure.pk}-{part}") for part in ("count", "denominator"))
        if had is not None and among is not None and had > among:
            self.add_error(f"figure-{measure.pk}-count", "This is more than there are. Check both figures.")

    def figures(self) -> Mapping[ProgressMeasure, Figure]:
        """The figures that were typed; for a form that is valid."""
        found = {measure: _figure_of(measure, self.cleaned_data) for measure in self.measures}
        return {measure: figure for measure, figure in found.items() if figure is not None}

    def held(self) -> Mapping[ProgressMeasure, tuple[Held, ...]]:
        """The days that were typed; a day that is recorded already is not typed again."""
        found: dict[ProgressMeasure, tuple[Held, ...]] = {}
        for measure in self.measures:
            known = {Held(each.held_on, each.place_code) for each in measure.occurrences.all()}
            typed = self.cleaned_data.get(f"figure-{measure.pk}-days") or ()
            found[measure] = tuple(each for each in typed if each not in known)
        return {measure: days for measure, days in found.items() if days}


class AimFiguresForm(TakesFigures):
    """The figures of aims that somebody answers for."""

    prefix = "aims"

    def __init__(self, *args: Any, measures: list[ProgressMeasure], cycle: UpdateCycle, **options: Any) -> None:
        super().__init__(*args, **options)
        self.take_figures(measures, cycle=cycle)

    @property
    def says_something(self) -> bool:
        """Was any of its figures sent that is not as it was shown?"""
        was_sent = any(name.startswith(f"{self.prefix}-") for name in self.data)
        return was_sent and self.has_changed()


def _parts_of(measure: ProgressMeasure) -> Mapping[str, str]:
    """The whole numbers that make up a figure of the measure, each with its words."""
    if measure.kind == MeasureKind.FUNNEL:
        return {f"stage-{place}": stage for place, stage in enumerate(measure.stages)}
    return WHOLE_NUMBERS.get(MeasureKind(measure.kind), {})


def _part_of(reading: Reading | None, part: str) -> int | None:
    """What one of those numbers was last time."""
    if reading is None:
        return None
    if part.startswith("stage-"):
        place = int(part.removeprefix("stage-"))
        return reading.stage_counts[place] if place < len(reading.stage_counts) else None
    found: int | None = getattr(reading, part)
    return found


def _figure_of(measure: ProgressMeasure, given: Mapping[str, Any]) -> Figure | None:
    """The figure that was typed; none where nothing was."""
    parts = {part: given.get(f"figure-{measure.pk}-{part}") for part in ("value", "text", *_parts_of(measure))}
    typed = {part: number for part, number in parts.items() if number not in (None, "")}
    if measure.kind == MeasureKind.FUNNEL:
        return Figure(stage_counts=tuple(typed.values())) if typed else None
    return Figure(**typed) if typed else None


def _latest_reading(measure: ProgressMeasure) -> Reading | None:
    readings = list(measure.readings.all())
    return readings[-1] if readings else None


def _said(reading: Reading) -> str:
    when = reading.period or f"{reading.on:%-d %B %Y}"
    if reading.denominator is not None:
        return f"{reading.count} of {reading.denominator}, {when}"
    number = reading.value if reading.value is not None else reading.count
    return f"{format(number.normalize(), 'f') if isinstance(number, Decimal) else number}, {when}"
