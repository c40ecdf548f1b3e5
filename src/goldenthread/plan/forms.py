"""What staff are asked when they write a plan, update an action or record a figure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from goldenthread.accounts.models import Team
from goldenthread.evidence.models import Indicator
from goldenthread.frontend.attached_files import ENDINGS, EvidenceFile, FileRefused, check_file
from goldenthread.plan.form_fields import NOBODY, PlaceInOrder, keep_owner, split_lines
from goldenthread.plan.form_fields import choose_among as _list
from goldenthread.plan.form_fields import colleague_field as _person
from goldenthread.plan.form_fields import day_field as _day
from goldenthread.plan.form_fields import line_field as _text
from goldenthread.plan.form_fields import offer as _offer
from goldenthread.plan.form_fields import words_field as _long
from goldenthread.plan.kinds import CouncilRole, Statistic
from goldenthread.plan.models import Action, Partner, Plan, Section
from goldenthread.plan.models.plan import NUMBER_VALIDATOR
from goldenthread.plan.places import NoSuchPlace, find_places, write_places
from goldenthread.plan.states import ACTION_TRANSITIONS, ActionStatus, needs_a_reason


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
    position = PlaceInOrder()

    def __init__(self, *args: Any, plan: Plan, section: Section | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        PlaceInOrder.set_in(self, section)
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
    position = PlaceInOrder()

    def __init__(self, *args: Any, plan: Plan, action: Action | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        self.places_kept = list(action.area_codes) if action is not None else []
        PlaceInOrder.set_in(self, action)
        _offer(self, "section", Section.objects.current().filter(plan=plan))
        keep_owner(self, action)
        _offer(self, "team", Team.objects.filter(is_active=True))
        if action is not None:
            del self.fields["number"]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and Action.objects.filter(plan=self.plan, number=number).exists():
            raise ValidationError("Another action of this plan has, or once had, this number.")
        return number

    def clean_partners(self) -> list[str]:
        return split_lines(self.cleaned_data["partners"])

    def clean_area_codes(self) -> list[str]:
        lines = split_lines(self.cleaned_data["area_codes"].replace(",", "\n"))
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
    file = forms.FileField(
        label="Something that shows it",
        help_text="A report, minutes, a photograph: up to 5 MB. For colleagues. Not published.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

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

    def clean_file(self) -> EvidenceFile | None:
        """The file, checked, or what is wrong with it."""
        sent = self.cleaned_data["file"]
        if not sent:
            return None
        try:
            return check_file(sent.name, sent.read())
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from None

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
    area_code = _text(
        "Area", longest=200, hint="A ward or neighbourhood by its name. Leave empty for the whole council area."
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        _offer(self, "indicator", Indicator.objects.active())
        self.places_kept = [code] if (code := self.initial.get("area_code")) else []
        self.initial["area_code"] = "".join(write_places(self.places_kept))

    def clean_area_code(self) -> str:
        said = self.cleaned_data["area_code"].strip()
        try:
            return find_places([said], kept=self.places_kept)[0] if said else ""
        except NoSuchPlace as refusal:
            raise ValidationError(str(refusal)) from None


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
