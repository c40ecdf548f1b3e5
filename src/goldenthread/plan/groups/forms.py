"""What staff and those who run a group fill in about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.accounts.models import Team
from goldenthread.frontend.attached_files import ENDINGS, EvidenceFile, FileRefused, check_file
from goldenthread.plan.cycles.forms import ColleagueField
from goldenthread.plan.form_fields import NOBODY, day_field, line_field, offer, words_field
from goldenthread.plan.groups.kinds import REPLIES, USUAL_REPLY_DAYS, AskState, Duty, GroupKind
from goldenthread.plan.models import Action, Group, GroupMember, Meeting, Section

#: Addresses of pages that are no group's.
TAKEN_SLUGS = frozenset({"asks", "meetings", "papers", "seats", "new"})


class GroupForm(forms.Form):
    """What a group says of itself."""

    name = line_field("Name", required=True, longest=150)
    slug = forms.SlugField(
        label="Short name for the address", max_length=80, help_text="Small letters and hyphens: youth-council.",
        error_messages={"required": "Enter a short name for the address."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="What kind of group it is",
        choices=[(kind.value, kind.value.capitalize()) for kind in GroupKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of group it is."},
    )
    purpose = words_field("What it is for", required=True, hint="A sentence or two that residents can read.", rows=3)
    meets = line_field("When and where it meets", longest=120, hint="Every second month, in the library.")
    team = forms.ModelChoiceField(
        Team.objects.none(), label="Team that looks after it", required=False, empty_label=NOBODY,
        help_text="It answers for the council where nobody else is named.",
    )  # fmt: skip
    contact = line_field("How to reach it", longest=150, hint="A role or a shared address, not a person’s name.")
    reply_days = forms.IntegerField(
        label="Working days within which the council replies",
        min_value=1,
        max_value=365,
        error_messages={"required": "Enter how many working days the council has."},
    )
    is_public = forms.BooleanField(label="Residents can read about this group", required=False)
    shows_names = forms.BooleanField(
        label="Show the names of members who agreed to it", required=False, help_text="Otherwise only seats are shown."
    )
    records_names = forms.BooleanField(
        label="Keep who came to a meeting, rather than how many",
        required=False,
        help_text="For staff. Never published.",
    )

    def __init__(self, *args: Any, group: Group | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "team", Team.objects.filter(is_active=True))
        if group is not None:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in TAKEN_SLUGS or Group.objects.filter(slug=slug).exists():
            raise ValidationError("Another page has this short name. Choose another.")
        return slug

    @staticmethod
    def initial_of(group: Group | None) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        if group is None:
            return {"reply_days": USUAL_REPLY_DAYS, "is_public": True}
        return {name: getattr(group, name) for name in GroupForm.base_fields if name != "slug"}


class CloseForm(forms.Form):
    """When a group stopped meeting."""

    closed_on = day_field("The day it stopped meeting", required=True)


class MemberForm(forms.Form):
    """A seat and who holds it."""

    seat = line_field("Seat", required=True, longest=150, hint="Residents see it: parent carer, Mill ward.")
    duty = forms.ChoiceField(
        label="Duty",
        choices=[(duty.value, duty.value.capitalize()) for duty in Duty],
        widget=forms.RadioSelect,
        help_text="The chair, deputy chair and secretary can run the group here once they sign in.",
        error_messages={"required": "Choose a duty."},
    )
    name = line_field("Name", longest=150, hint="For staff. Leave empty while the seat is vacant.")
    person = ColleagueField(
        label="Work e-mail address", required=False, help_text="For somebody who signs in here."
    )  # fmt: skip
    agreed_to_be_named = forms.BooleanField(label="They agreed to be named in public", required=False)
    starts_on = day_field("First day of the term", required=True)
    ends_on = day_field("Last day of the term", hint="Leave empty if it has none.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["person"] = cleaned.get("person") or None
        if cleaned.get("ends_on") and cleaned.get("starts_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", "The last day must not be before the first.")
        return cleaned

    @staticmethod
    def initial_of(member: GroupMember) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        names = ("seat", "duty", "name", "agreed_to_be_named", "starts_on", "ends_on")
        email = member.person.email if member.person else ""
        return {**{name: getattr(member, name) for name in names}, "person": email}


class MeetingForm(forms.Form):
    """When and where a group meets, and about what; after it, what was said."""

    held_on = day_field("Day", required=True)
    starts_at = forms.TimeField(
        label="Time", required=False, help_text="For example 18:30.", input_formats=["%H:%M", "%H.%M"],
        error_messages={"invalid": "Write the time as 18:30."}, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    venue = line_field("Where", longest=200)
    agenda = words_field("Agenda", hint="One item on each line.", rows=6)
    notes = words_field("What was said", hint="Without who said it. Residents read it once it is published.", rows=6)
    cancelled_because = line_field("If it did not take place, why", longest=250)

    def __init__(self, *args: Any, group: Group, meeting: Meeting | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.group, self.meeting = group, meeting
        if meeting is None:
            del self.fields["notes"], self.fields["cancelled_because"]

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        others = Meeting.objects.filter(group=self.group, held_on=day)
        if self.meeting is not None:
            others = others.exclude(pk=self.meeting.pk)
        if others.exists():
            raise ValidationError("The group has a meeting on this day already.")
        return day

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        shown = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
        return {**shown, "starts_at": f"{meeting.starts_at:%H:%M}" if meeting.starts_at else ""}


class AttendanceForm(forms.Form):
    """How many came; who, only where the group keeps names."""

    attended = forms.IntegerField(
        label="How many came", min_value=0, error_messages={"required": "Enter how many people came."}
    )
    invited = forms.IntegerField(label="How many were invited", min_value=0, required=False)
    apologies = forms.IntegerField(label="How many sent apologies", min_value=0, required=False)
    came = forms.ModelMultipleChoiceField(
        GroupMember.objects.none(), label="Who came", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        if not meeting.group.records_names:
            del self.fields["came"]
            return
        came = self.fields["came"]
        if isinstance(came, forms.ModelMultipleChoiceField):
            members = (
                GroupMember.objects.filter(group=meeting.group).sitting_on(meeting.held_on).select_related("person")
            )
            came.queryset = members
            came.choices = [(member.pk, f"{member.shown_name or 'Vacant'}, {member.seat}") for member in members]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        invited, attended = cleaned.get("invited"), cleaned.get("attended")
        if invited is not None and attended is not None and attended > invited:
            self.add_error("attended", "More came than were invited. Check both numbers, or leave the invited empty.")
        return cleaned


class PaperForm(forms.Form):
    """A file the group reads."""

    title = line_field("Title", required=True, longest=200)
    file = forms.FileField(
        label="File",
        help_text="PDF, Word, spreadsheet, picture or text: up to 5 MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Choose it again."},
    )
    is_public = forms.BooleanField(
        label="Residents can read it once the meeting is published", required=False,
        help_text="Check first that it names nobody who has not agreed.",
    )  # fmt: skip

    def clean_file(self) -> EvidenceFile:
        """The file, checked, or what is wrong with it."""
        sent = self.cleaned_data["file"]
        try:
            return check_file(sent.name, sent.read())
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from None


class DecisionForm(forms.Form):
    """Something a meeting decided."""

    text = words_field("What was decided", required=True, rows=3)


class PutAskForm(forms.Form):
    """What a group asks of the council."""

    text = line_field("What the council is asked to do", required=True, longest=500, hint="One sentence.")
    why = words_field("Why", rows=3)
    asked_on = day_field("Day it was asked", required=True)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="At which meeting", required=False, empty_label="At none"
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label="Team that should reply", required=False, empty_label="The team that looks after us"
    )
    person = ColleagueField(label="Work e-mail address of whoever should reply", required=False)
    is_public = forms.BooleanField(label="Residents can read it, and the reply", required=False)

    def __init__(self, *args: Any, group: Group, is_new: bool = True, has_reply: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "team", Team.objects.filter(is_active=True))
        if is_new:
            offer(self, "meeting", Meeting.objects.filter(group=group).select_related("group"))
        else:
            del self.fields["meeting"], self.fields["asked_on"]
        if has_reply:
            del self.fields["text"], self.fields["why"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["person"] = cleaned.get("person") or None
        return cleaned


class ReplyForm(forms.Form):
    """The council's reply."""

    state = forms.ChoiceField(
        label="What is the reply?",
        choices=[(state.value, state.value[0].upper() + state.value[1:]) for state in AskState if state in REPLIES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the reply is."},
    )
    text = words_field("What was done, what will be done, or why it cannot be", required=True)


class ReasonForm(forms.Form):
    """Why a group asks again, or withdraws."""

    text = words_field("Why", required=True, rows=3)


class AimField(forms.ModelChoiceField):
    """An aim by its plan and number, among those of every plan that may be changed."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.plan.title}: {obj}"


class MakeActionForm(forms.Form):
    """The action that an ask becomes."""

    section = AimField(
        Section.objects.none(), label="Under which aim", empty_label=NOBODY,
        error_messages={"required": "Choose the aim it stands under."},
    )  # fmt: skip
    title = line_field("Action", required=True, hint="What will be done, in the plan’s own words.")
    description = words_field("Description", rows=3)
    owner = ColleagueField(label="Work e-mail address of whoever leads it", required=False)
    due_on = day_field("By when")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sections = Section.objects.current().filter(plan__stage__in=["draft", "published"]).select_related("plan")
        offer(self, "section", sections.order_by("plan__title", "position"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["owner"] = cleaned.get("owner") or None
        return cleaned


class LinkActionForm(forms.Form):
    """An action there is already that does what was asked."""

    plan = forms.SlugField(
        label="Short name of the plan", help_text="As in its address: fairer-2029.",
        error_messages={"required": "Enter the plan’s short name."},
    )  # fmt: skip
    number = line_field("Number of the action", required=True, longest=20)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            actions = Action.objects.current().select_related("plan")
            action = actions.filter(plan__slug=cleaned["plan"], number=cleaned["number"]).first()
            if action is None:
                self.add_error("number", "That plan has no action of this number. Check both.")
            cleaned["action"] = action
        return cleaned
