"""What is asked of those who plan releases, keep election dates, ask for replies and give them."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.accounts.filters import FilterForm
from goldenthread.frontend.widgets import DayField
from goldenthread.plan.cycles.forms import ColleagueField
from goldenthread.plan.models import Partner, Plan, Release
from goldenthread.plan.releases.states import ReleaseState, ReplyState

SIGNER = "Who signs it off? Their work e-mail address"


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why?", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Say why."}
    )


class ReleaseDaysForm(forms.Form):
    """The days of a release, and who signs it off."""

    members_from = DayField(
        label="From when do members read it?", error_messages={"required": "Enter the day from which members read it."}
    )
    publish_on = DayField(
        label="On which day is it published?",
        help_text="Everybody sees this day in the calendar.",
        error_messages={"required": "Enter the day on which it is published."},
    )
    signer = ColleagueField(
        label=SIGNER,
        help_text="Not whoever prepares it. The public is shown their role, not their name.",
        error_messages={"required": "Enter who signs it off."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("members_from"), cleaned.get("publish_on")
        if first and last and last < first:
            self.add_error("members_from", "Members read it before the public does: choose an earlier day.")
        return cleaned


class ReleaseForm(ReleaseDaysForm):
    """A new release."""

    title = forms.CharField(
        label="What the period is called",
        max_length=80,
        help_text="July to September 2026",
        error_messages={"required": "Enter what the period is called."},
    )
    period_starts_on = DayField(
        label="First day of the period", error_messages={"required": "Enter the first day of the period."}
    )
    period_ends_on = DayField(
        label="Last day of the period", error_messages={"required": "Enter the last day of the period."}
    )
    plans = forms.ModelMultipleChoiceField(
        Plan.objects.none(),
        label="For which plans?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one plan."},
    )
    field_order = ("title", "period_starts_on", "period_ends_on", "plans", "members_from", "publish_on", "signer")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "plans", Plan.objects.in_force().order_by("title"))

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"]).strip()
        if Release.objects.filter(title=title).exists():
            raise forms.ValidationError("There is a release with this name already.")
        return title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last, out = (cleaned.get(name) for name in ("period_starts_on", "period_ends_on", "publish_on"))
        if first and last and last <= first:
            self.add_error("period_ends_on", "The last day of the period must be after the first.")
        if last and out and out <= last:
            self.add_error("publish_on", "It is published after its period has ended.")
        return cleaned


class QuartersForm(forms.Form):
    """A year of quarterly releases at once."""

    first = DayField(
        label="A day in the first quarter", error_messages={"required": "Enter a day in the first quarter."}
    )
    number = forms.IntegerField(label="How many quarters?", min_value=1, max_value=8)
    weeks_after = forms.IntegerField(
        label="Published how many weeks after the quarter ends?", min_value=1, max_value=26
    )
    member_days = forms.IntegerField(
        label="For how many working days do members have it first?", min_value=0, max_value=30
    )
    plans = forms.ModelMultipleChoiceField(
        Plan.objects.none(),
        label="For which plans?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one plan."},
    )
    signer = ColleagueField(label=SIGNER, error_messages={"required": "Enter who signs them off."})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "plans", Plan.objects.in_force().order_by("title"))
        for name in ("number", "weeks_after", "member_days"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric"})
            self.fields[name].error_messages |= {"required": "Enter a number.", "invalid": "Enter a whole number."}


class PrepareForm(forms.Form):
    """What readers are told is new."""

    note = forms.CharField(
        label="What is new, for readers",
        help_text="One or two sentences, shown with the date.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishReleaseForm(forms.Form):
    """Why it is published in a pre-election period, where one lasts."""

    override_reason = forms.CharField(
        label="Why publish in a pre-election period?",
        help_text="Only the monitoring officer or an administrator can. The reason is published.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is published all the same."},
    )

    def __init__(self, *args: Any, is_frozen: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_frozen:
            del self.fields["override_reason"]


class FreezeForm(forms.Form):
    """When nothing is published."""

    title = forms.CharField(
        label="Which election?",
        max_length=120,
        help_text="Local elections, 6 May 2027",
        error_messages={"required": "Enter which election it is."},
    )
    starts_on = DayField(label="First day", error_messages={"required": "Enter the first day."})
    ends_on = DayField(
        label="Last day", help_text="The day of the poll.", error_messages={"required": "Enter the last day."}
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", "The last day must not be before the first.")
        return cleaned


class AskForReplyForm(forms.Form):
    """Who is asked for a reply, to what, until when."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="Which plan?", empty_label=None, error_messages={"required": "Choose a plan."}
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label="Which partner?",
        required=False,
        empty_label="None of them: a network, named below",
        help_text="Without numbers below, a partner is shown every action that names them.",
    )
    name = forms.CharField(
        label="Or the name of the network", required=False, max_length=150, help_text="As it is published."
    )
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="Where the link goes. Not published.",
        error_messages={"required": "Enter the address the link goes to."},
    )
    numbers = forms.CharField(
        label="The numbers of the actions", required=False, max_length=500, help_text="With commas between: 4, 7, 12"
    )
    due_on = DayField(label="By when can they reply?", error_messages={"required": "Enter the last day."})

    def __init__(self, *args: Any, release: Release, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "plan", release.plans.order_by("title"))
        _offer(self, "partner", Partner.objects.filter(actions__plan__in=release.plans.all()).distinct())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        partner, plan = cleaned.get("partner"), cleaned.get("plan")
        cleaned["numbers"] = [part.strip() for part in str(cleaned.get("numbers") or "").split(",") if part.strip()]
        if partner is not None and plan is not None:
            cleaned["name"] = cleaned.get("name") or partner.name
            theirs = partner.actions.filter(plan=plan, removed_at__isnull=True).order_by("position", "pk")
            cleaned["numbers"] = cleaned["numbers"] or list(theirs.values_list("number", flat=True))
        if not cleaned.get("name"):
            self.add_error("name", "Choose a partner, or enter the name of the network.")
        if not cleaned["numbers"]:
            self.add_error("numbers", "Enter the numbers of the actions that concern them.")
        return cleaned


class ReplyForm(forms.Form):
    """What the partner or network says."""

    text = forms.CharField(
        label="Your reply",
        help_text="Published beside what it is about, as you write it.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write your reply. If you have none, you need not do anything."},
    )


class ReleaseFilter(FilterForm):
    """Which releases the staff list shows; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any"), *((each.value, each.value.capitalize()) for each in ReleaseState)],
    )
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Latest first"), ("day", "Soonest first"), ("title", "Name")]
    )


class ReplyFilter(FilterForm):
    """Which replies a release's page shows."""

    reply = forms.ChoiceField(
        label="Replies",
        required=False,
        choices=[("", "Any"), *((each.value, each.value.capitalize()) for each in ReplyState)],
    )
