"""What staff are asked when they write a plan, update an action or record a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from goldenthread.accounts.models import Team
from goldenthread.evidence.models import Indicator
from goldenthread.plan.form_fields import NOBODY, PersonField
from goldenthread.plan.form_fields import choose_among as _list
from goldenthread.plan.form_fields import day_field as _day
from goldenthread.plan.form_fields import line_field as _text
from goldenthread.plan.form_fields import offer as _offer
from goldenthread.plan.form_fields import words_field as _long
from goldenthread.plan.kinds import Cadence, CouncilRole, Direction, MeasureKind, Statistic
from goldenthread.plan.models import Action, Group, Partner, Plan, ProgressMeasure, Reading, Section
from goldenthread.plan.models.plan import NUMBER_VALIDATOR
from goldenthread.plan.places import NoSuchPlace, find_places
from goldenthread.plan.states import ACTION_TRANSITIONS, ActionStatus, needs_a_reason

LONG = {"rows": 4}


def _person(label: str, nobody: str) -> PersonField:
    return PersonField(
        label=label, required=False, help_text=f"Their name or work e-mail address. Leave empty for {nobody}."
    )


def _keep_owner(form: forms.Form, part: Action | ProgressMeasure | None) -> None:
    field = form.fields["owner"]
    if isinstance(field, PersonField) and part is not None:
        field.kept = part.owner


def _lines(text: str) -> list[str]:
    """The lines of an answer that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class PlanForm(forms.Form):
    """The plan's own words."""

    title = _text("Title", required=True, longest=200)
    slug = forms.SlugField(
        label="Short name for the address", max_length=80, help_text="Small letters, figures and hyphens: fairer-2029.",
        error_messages={"required": "Enter a short name for the address."},
    )  # fmt: skip
    vision = _long("Vision", hint="One or two sentences. Leave a line empty between paragraphs.")
    introduction = _long("Introduction")
    starts_on = _day("First day", required=True)
    ends_on = _day("Last day", required=True)
    parent = forms.ModelChoiceField(
        Plan.objects.none(), label="Part of a larger plan", required=False, empty_label="It stands alone",
        help_text="Such as the borough plan that this council plan serves.",
    )  # fmt: skip
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="The whole council")
    level_names = _long(
        "What the levels are called", hint="One on each line, the outermost first: Equality Aim, then Priority.", rows=3
    )
    action_name = _text("What an action is called", required=True, longest=60)
    measure_name = _text("What a progress measure is called", required=True, longest=60)
    achievements_heading = _text("Heading for what has been done", required=True, longest=200)
    asks_heading = _text("Heading for what you ask of residents", required=True, longest=200)
    differences_heading = _text("Heading for the difference to expect", required=True, longest=200)

    def __init__(self, *args: Any, plan: Plan | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Plan.objects.newest_first()
        _offer(self, "parent", others.exclude(pk=plan.pk) if plan is not None else others)
        _offer(self, "team", Team.objects.filter(is_active=True))
        if plan is not None:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Plan.objects.filter(slug=slug).exists():
            raise ValidationError("Another plan has this short name. Choose another.")
        return slug

    def clean_level_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["level_names"].splitlines() if line.strip()]
        return names or ["Aim"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be after the first.")
        return cleaned

    @staticmethod
    def initial_of(plan: Plan | None) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        shown = plan or Plan()
        names = [name for name in PlanForm.base_fields if name != "slug"]
        return {**{name: getattr(shown, name) for name in names}, "level_names": "\n".join(shown.level_names)}


class SectionForm(forms.Form):
    """An aim, priority, goal or commitment."""

    level_name = _text("What it is called", longest=60, hint="Leave empty for the plan's own word.")
    number = forms.CharField(
        label="Number", required=False, max_length=20, validators=[NUMBER_VALIDATOR],
        help_text="Leave empty for the next number. It cannot be changed later: pages are linked to by it.",
    )  # fmt: skip
    title = _text("Title", required=True)
    text = _long("What it says", hint="Leave a line empty between paragraphs. Begin a list item with a hyphen.", rows=8)
    parent = forms.ModelChoiceField(
        Section.objects.none(), label="Stands within", required=False, empty_label="The plan"
    )

    def __init__(self, *args: Any, plan: Plan, section: Section | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = Section.objects.current().filter(plan=plan)
        if section is not None:
            del self.fields["number"]
            choices = choices.exclude(pk=section.pk)
            self.fields["level_name"].required = True
        self.plan, self.section = plan, section
        _offer(self, "parent", choices)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and Section.objects.filter(plan=self.plan, number=number).exists():
            raise ValidationError("Another part of this plan has, or once had, this number.")
        return number


class ActionForm(forms.Form):
    """What will be done, by whom, by when."""

    number = forms.CharField(
        label="Number", required=False, max_length=20, validators=[NUMBER_VALIDATOR],
        help_text="Leave empty for the next number. It cannot be changed later: pages are linked to by it.",
    )  # fmt: skip
    title = _text("Title", required=True)
    description = _long("What will be done")
    section = forms.ModelChoiceField(Section.objects.none(), label="Belongs to", empty_label=None)
    council_role = forms.ChoiceField(
        label="The council's part",
        choices=[(role.value, f"{role.value.capitalize()}. {role.sentence}") for role in CouncilRole],
        widget=forms.RadioSelect,
    )
    owner = _person("Who leads it", "nobody yet")
    owner_role = _text(
        "Role shown in public",
        longest=150,
        hint="Instead of a name: Director of Public Health. Empty: their job title.",
    )
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="No team")
    partners = _long("Partners", hint="One on each line.", rows=3)
    area_codes = _long(
        "Where it happens", hint="Wards or neighbourhoods by name, one on each line. Empty: everywhere.", rows=3
    )
    groups = _text("Who it is for", longest=250, hint="In the words they use for themselves.")
    budget_line = _text("Budget line", longest=120, hint="Not published.")
    starts_on = _day("Start")
    due_on = _day("Due", hint="Leave empty if it goes on for as long as the plan.")

    def __init__(self, *args: Any, plan: Plan, action: Action | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        self.places_kept = list(action.area_codes) if action is not None else []
        _offer(self, "section", Section.objects.current().filter(plan=plan))
        _keep_owner(self, action)
        _offer(self, "team", Team.objects.filter(is_active=True))
        if action is not None:
            del self.fields["number"]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and Action.objects.filter(plan=self.plan, number=number).exists():
            raise ValidationError("Another action of this plan has, or once had, this number.")
        return number

    def clean_partners(self) -> list[str]:
        return _lines(self.cleaned_data["partners"])

    def clean_area_codes(self) -> list[str]:
        lines = _lines(self.cleaned_data["area_codes"].replace(",", "\n"))
        try:
            return find_places(lines, kept=self.places_kept)
        except NoSuchPlace as refusal:
            raise ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, due_on = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", "The day it is due must be after the day it starts.")
        return cleaned


class PartnerForm(forms.Form):
    """Whose people sign in for a partner."""

    team = forms.ModelChoiceField(
        Team.objects.none(), label="The partner’s team", required=False, empty_label="Nobody signs in for it",
        help_text="An administrator adds the team of a partner organisation, and invites its people.",
    )  # fmt: skip

    def __init__(self, *args: Any, partner: Partner, **options: Any) -> None:
        super().__init__(*args, **options)
        mine_or_free = Q(partner__isnull=True) | Q(partner=partner)
        _offer(self, "team", Team.objects.filter(mine_or_free, is_active=True, is_partner=True))


class UpdateForm(forms.Form):
    """How an action is going: short enough for a phone."""

    status = forms.ChoiceField(label="How is it going?", widget=forms.RadioSelect)
    text = _long("What has happened since the last update?", hint="This is published.")
    is_no_change = forms.BooleanField(label="No change since the last update", required=False)
    reason = _long("If it is not going well, why?", hint="This is published with the status.", rows=3)
    next_step = _long("What is the next step?", hint="This is published.", rows=2)
    forecast = forms.ChoiceField(label="Where do you expect it to be at the end of the year?", required=False)
    in_the_way = _long("What is in the way?", hint="For colleagues. Not published.", rows=2)
    help_wanted = _long("What help do you want?", hint="For colleagues. Not published.", rows=2)

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now = ActionStatus(action.status)
        possible = [status for status in ActionStatus if status is now or status in ACTION_TRANSITIONS[now]]
        now_or_next = [
            (status.value, f"{status.value.capitalize()}{' (as now)' if status is now else ''}") for status in possible
        ]
        _list(self, "status", now_or_next)
        anything = [(status.value, status.value.capitalize()) for status in ActionStatus]
        _list(self, "forecast", [("", "No forecast"), *anything])

    def clean_status(self) -> ActionStatus:
        return ActionStatus(self.cleaned_data["status"])

    def clean(self) -> dict[str, Any]:
        # What is done with the answers refuses these too; asked here, the sentence stands beside its field.
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("is_no_change"):
            self.add_error("text", "Say what has happened since the last update, or choose “no change”.")
        after: ActionStatus = cleaned.get("status", self._now)
        if after is not self._now and needs_a_reason(self._now, after) and not cleaned.get("reason"):
            self.add_error("reason", f"Say why it is {after.value}. The reason is published with the status.")
        return cleaned

    def clean_forecast(self) -> ActionStatus | None:
        forecast = self.cleaned_data["forecast"]
        return ActionStatus(forecast) if forecast else None


class MilestoneForm(forms.Form):
    """A step on the way."""

    title = _text("What will have been reached", required=True)
    due_on = _day("By when")


class MilestoneDoneForm(forms.Form):
    """On which day a step was reached."""

    done_on = _day("When was it reached?", hint="Leave empty if it has not been reached after all.")


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
    area_code = _text("Code of the area", longest=12, hint="Leave empty for the whole council area.")
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
    cadence_places = _long("The places", hint="One on each line: code, then name. X05000001 Ashfield.", rows=3)
    cadence_from = _day("From which day it should happen")
    cadence_reading = _long("How you read the promise, and who said so", rows=2)

    asked_by = forms.ModelMultipleChoiceField(
        Group.objects.none(), label="Whose asks are counted", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="For a measure of asks answered in time.",
    )  # fmt: skip
    reply_days = forms.IntegerField(
        label="Working days within which an ask should be answered", required=False, min_value=1, max_value=365
    )

    def __init__(self, *args: Any, plan: Plan, measure: ProgressMeasure | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        _keep_owner(self, measure)
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

    def clean_decimals(self) -> int:
        return self.cleaned_data["decimals"] or 0

    def clean_stages(self) -> list[str]:
        return _lines(self.cleaned_data["stages"])

    def clean_cadence_places(self) -> list[dict[str, str]]:
        places = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["cadence_places"].splitlines())):
            code, _, name = line.partition(" ")
            if not name.strip():
                raise ValidationError(f"“{line}” needs a code and a name: X05000001 Ashfield.")
            places.append({"code": code, "name": name.strip()})
        return places

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
        shown["value"] = f"{reading.value.normalize():f}" if reading.value is not None else None
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


class AskForm(forms.Form):
    """Something residents are asked to do."""

    text = _text("What do you ask?", required=True, longest=400)
    section = forms.ModelChoiceField(Section.objects.none(), label="Belongs to", required=False, empty_label="The plan")
    actions = _text("Actions it helps", hint="Their numbers, with commas between: 10, 11.")
    how_to_label = _text("Words of the link", longest=120, hint="Where somebody can begin.")
    how_to_url = forms.URLField(
        label="Address of the link", required=False, max_length=400, assume_scheme="https",
        error_messages={"invalid": "Enter a full address, such as https://www.example.org/courses."},
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan

    def clean_actions(self) -> list[Action]:
        return find_actions(self.plan, self.cleaned_data["actions"])


class DifferenceForm(forms.Form):
    """A difference residents can expect to see."""

    text = _text("What will people see change?", required=True, longest=400)
    section = forms.ModelChoiceField(Section.objects.none(), label="Belongs to", required=False, empty_label="The plan")
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Indicator", required=False, empty_label="No measure yet"
    )
    statistic = forms.ChoiceField(
        label="Which figure of the indicator",
        required=False,
        choices=[("", NOBODY)] + [(each.value, each.sentence.capitalize()) for each in Statistic],
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        _offer(self, "indicator", Indicator.objects.active())


class AchievementForm(forms.Form):
    """Something that had been done by a day."""

    text = _text("What has been done?", required=True, longest=500)
    section = forms.ModelChoiceField(Section.objects.none(), label="Belongs to", required=False, empty_label="The plan")
    achieved_on = _day("By which day?")
    source = _text("What shows it", longest=250)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan


class ReasonForm(forms.Form):
    """Why a plan goes back to whoever wrote it."""

    reason = _long("What should change?", required=True)


def find_actions(plan: Plan, written: str) -> list[Action]:
    """The plan's actions with these numbers, or a ValidationError that says which there is none of."""
    numbers = [each.strip() for each in written.replace(";", ",").split(",") if each.strip()]
    known = {action.number: action for action in Action.objects.current().filter(plan=plan, number__in=numbers)}
    for number in numbers:
        if number not in known:
            raise ValidationError(f"The plan has no {plan.action_name.lower()} {number}.")
    return [known[number] for number in dict.fromkeys(numbers)]


class PublishForm(forms.Form):
    """What readers are told about a publication."""

    note = _long("What changed, for readers", hint="One or two sentences, shown with the date.", rows=3)
    override_reason = _long(
        "Why publish although checks stand against it?", hint="Only an administrator can. It is published.", rows=3
    )

    freeze_reason = _long(
        "Why publish in a pre-election period?",
        hint="Only the monitoring officer or an administrator can. It is published.",
        rows=3,
    )

    def __init__(self, *args: Any, must_override: bool = False, is_frozen: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not must_override:
            del self.fields["override_reason"]
        if not is_frozen:
            del self.fields["freeze_reason"]
