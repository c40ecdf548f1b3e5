"""The forms of the staff pages about people and teams, and the filters of their lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from goldenthread.accounts.filters import FilterForm
from goldenthread.accounts.mobile import NOT_A_MOBILE, NotAMobile, normalise_mobile
from goldenthread.accounts.models import (
    ApiKey,
    ApiKeyQuerySet,
    AuditEvent,
    AuditEventQuerySet,
    Person,
    PersonQuerySet,
    Team,
)
from goldenthread.accounts.roles import Role

#: SHA-256, in hexadecimal.
HASH_LENGTH = 64

ROLE_WORDS = [(role.value, f"{role.label}: {role.description}") for role in Role]


class DetailsForm(forms.Form):
    """Who a person is."""

    name = forms.CharField(max_length=150, label="Full name", error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        max_length=254,
        label="Work e-mail address",
        help_text="They sign in with it.",
        error_messages={
            "required": "Enter their work e-mail address",
            "invalid": "Enter an e-mail address in full, like name@council.example",
        },
    )
    job_title = forms.CharField(max_length=150, label="Job title", required=False)
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True), label="Team", required=False, empty_label="No team"
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        same = Person.objects.filter(email=email)
        if self.person is not None:
            same = same.exclude(pk=self.person.pk)
        if same.exists():
            raise ValidationError("Somebody with this e-mail address is already here")
        return email


class RolesForm(forms.Form):
    """What a person may do."""

    roles = forms.MultipleChoiceField(
        choices=ROLE_WORDS,
        widget=forms.CheckboxSelectMultiple,
        label="Roles",
        help_text="Choose all that apply. Somebody without a role can sign in but sees only the public pages.",
        required=False,
    )

    def clean_roles(self) -> list[Role]:
        return [Role(value) for value in self.cleaned_data["roles"]]


class InvitationForm(DetailsForm, RolesForm):
    """A new person, and what they may do."""

    field_order = ["name", "email", "job_title", "team", "roles"]


class MobileForm(forms.Form):
    """One's own mobile number, for reminders of updates and nothing else."""

    mobile = forms.CharField(
        label="Mobile number",
        required=False,
        max_length=40,
        help_text="Leave it empty to get no text messages. We then forget the number you gave.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": NOT_A_MOBILE},
    )

    def clean_mobile(self) -> str:
        try:
            return normalise_mobile(self.cleaned_data["mobile"])
        except NotAMobile as refusal:
            raise ValidationError(str(refusal)) from None


class ChoosePasswordForm(forms.Form):
    """An invited person's password, checked against their own name and address."""

    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password"].help_text = " ".join(
            ["Three random words make a good one.", *password_validators_help_texts()]
        )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class TeamForm(forms.Form):
    """A team, or a partner organisation."""

    name = forms.CharField(max_length=120, label="Name of the team", error_messages={"required": "Enter a name"})
    directorate = forms.CharField(max_length=120, label="Directorate", required=False)
    is_partner = forms.BooleanField(label="This is a partner organisation, not a part of the council", required=False)
    is_active = forms.BooleanField(label="This team is open: it can be given work", required=False, initial=True)

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        if team is None:
            del self.fields["is_active"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        same = Team.objects.filter(name__iexact=name)
        if self.team is not None:
            same = same.exclude(pk=self.team.pk)
        if same.exists():
            raise ValidationError("There is a team with this name already")
        return name


class PeopleFilter(FilterForm):
    """Which people a list shows; it lives in the address, so a list can be kept and sent."""

    q = forms.CharField(label="Name or e-mail address", required=False)
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "Any role"), *((role.value, role.label) for role in Role)]
    )
    team = forms.ModelChoiceField(
        Team.objects.all(), label="Team", required=False, to_field_name="slug", empty_label="Any team"
    )
    state = forms.ChoiceField(
        label="Access",
        required=False,
        choices=[("", "Everybody"), ("active", "Can sign in or is invited"), ("ended", "No access")],
    )
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Name"), ("team", "Team"), ("joined", "Last joined first")]
    )

    def narrow(self, people: PersonQuerySet) -> PersonQuerySet:
        """The people that the filters let through; a filter that makes no sense lets everybody through."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
        if role := wanted.get("role"):
            people = people.holding(Role(role))
        if team := wanted.get("team"):
            people = people.in_team(team)
        if state := wanted.get("state"):
            people = people.filter(is_active=state == "active")
        return people.order_by(*self.orders[wanted.get("sort") or ""])

    orders: ClassVar[Mapping[str, Sequence[Any]]] = {
        "": ("name", "pk"),
        "team": (F("team__name").asc(nulls_last=True), "name", "pk"),
        "joined": (F("joined_at").desc(nulls_last=True), "name", "pk"),
    }


class TeamFilter(FilterForm):
    """Which teams and partners are listed; it lives in the address."""

    q = forms.CharField(label="Name or directorate", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "All"), ("council", "Part of the council"), ("partner", "Partner"), ("closed", "Closed")],
    )
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Name"), ("directorate", "Directorate"), ("people", "Most people")]
    )

    kinds: ClassVar[Mapping[str, Q]] = {
        "council": Q(is_active=True, is_partner=False),
        "partner": Q(is_active=True, is_partner=True),
        "closed": Q(is_active=False),
    }
    orders: ClassVar[Mapping[str, Sequence[Any]]] = {
        "": ("name", "pk"),
        "directorate": ("directorate", "name", "pk"),
        "people": ("-people_count", "name", "pk"),
    }

    def narrow(self, teams: QuerySet[Team]) -> QuerySet[Team]:
        """The teams that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            teams = teams.filter(Q(name__icontains=words) | Q(directorate__icontains=words))
        if kind := wanted.get("kind"):
            teams = teams.filter(self.kinds[kind])
        return teams.order_by(*self.orders[wanted.get("sort") or ""])


class AuditFilter(FilterForm):
    """Which events the log shows; it lives in the address."""

    q = forms.CharField(label="Person, deed or thing", required=False)
    kind = forms.ChoiceField(label="Kind of thing", required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Latest first"), ("first", "First first"), ("person", "Person"), ("thing", "Kind of thing")],
    )

    ORDERS: ClassVar[dict[str, tuple[str, ...]]] = {
        "": ("-position",),
        "first": ("position",),
        "person": ("actor_name", "-position"),
        "thing": ("object_type", "object_name", "-position"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = AuditEvent.objects.order_by("object_type").values_list("object_type", flat=True).distinct()
        words = ((kind, kind.rpartition(".")[2].replace("_", " ").capitalize()) for kind in kinds)
        self.fields["kind"] = forms.ChoiceField(
            label="Kind of thing",
            required=False,
            choices=[("", "Anything"), *words],
            widget=forms.Select(attrs={"class": "govuk-select"}),
        )

    def narrow(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """The events that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            events = events.filter(
                Q(actor_name__icontains=words) | Q(verb__icontains=words) | Q(object_name__icontains=words)
            )
        if kind := wanted.get("kind"):
            events = events.filter(object_type=kind)
        if since := wanted.get("since"):
            events = events.filter(at__gte=timezone.make_aware(datetime.combine(since, time.min)))
        if until := wanted.get("until"):
            events = events.filter(at__lte=timezone.make_aware(datetime.combine(until, time.max)))
        return events.order_by(*self.ORDERS[wanted.get("sort") or ""])


class NotedHashForm(forms.Form):
    """A hash that somebody wrote down on an earlier day."""

    noted_hash = forms.CharField(
        label="A hash you wrote down earlier",
        help_text="64 characters. If the log was written anew since then, the hash is no longer in it.",
        required=False,
    )

    def clean_noted_hash(self) -> str:
        noted = "".join(self.cleaned_data["noted_hash"].split()).lower()
        if noted and not (len(noted) == HASH_LENGTH and set(noted) <= set("0123456789abcdef")):
            raise ValidationError(
                f"Enter all {HASH_LENGTH} characters of the hash: the digits 0 to 9 and the letters a to f"
            )
        return noted


class ApiKeyForm(forms.Form):
    """What a new key is for, and how long it works."""

    name = forms.CharField(
        max_length=80,
        label="What is it for?",
        help_text="The program that will use it, for example “Directorate dashboard”.",
        error_messages={"required": "Say what the key is for"},
    )
    days = forms.TypedChoiceField(
        choices=[(30, "30 days"), (90, "90 days"), (365, "A year")],
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
        label="How long should it work?",
        error_messages={"required": "Choose how long it should work"},
    )


class ApiKeyFilter(FilterForm):
    """Whose keys are listed."""

    q = forms.CharField(label="Name or what for", required=False)
    which = forms.ChoiceField(
        label="Which", required=False, choices=[("", "In use"), ("ended", "Ended or expired"), ("all", "All")]
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Newest first"), ("person", "Person"), ("ends", "Ends first"), ("used", "Longest unused first")],
    )

    ORDERS: ClassVar[dict[str, tuple[Any, ...]]] = {
        "": ("-made_at", "-pk"),
        "person": ("person__name", "-made_at", "-pk"),
        "ends": ("expires_at", "pk"),
        "used": (F("last_used_at").asc(nulls_first=True), "pk"),
    }

    def narrow(self, keys: ApiKeyQuerySet, *, at: datetime) -> ApiKeyQuerySet:
        """The keys that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            keys = keys.filter(Q(name__icontains=words) | Q(person__name__icontains=words))
        if not (which := wanted.get("which")):
            keys = keys.in_use(at)
        elif which == "ended":
            keys = keys.exclude(pk__in=ApiKey.objects.in_use(at))
        return keys.order_by(*self.ORDERS[wanted.get("sort") or ""])
