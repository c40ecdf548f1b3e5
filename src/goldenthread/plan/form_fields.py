"""Fields that many forms of this room ask for, each with an error that names it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from goldenthread.accounts.models import Person
from goldenthread.frontend.widgets import DayField
from goldenthread.plan.models import Action, ProgressMeasure, Section

NOBODY = "Choose"
MOST_NAMED = 5
"""People an error proposes."""


class PersonField(forms.CharField):
    """A colleague by name or work address: a list of everybody is slow to send, and long to look through."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)
        self.kept: Person | None = None
        """Whoever it is now. They may stay, also when they have left."""

    def prepare_value(self, value: Any) -> Any:
        return value.email if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        if self.kept is not None and words.casefold() in {self.kept.email.casefold(), self.kept.name.casefold()}:
            return self.kept
        people = Person.objects.active()
        found = list(people.filter(Q(email__iexact=words) | Q(name__iexact=words))[: MOST_NAMED + 1])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"More than one person is called “{words}”. Enter the address: {_named(found)}.")
        like = list(people.filter(name__icontains=words.split()[-1])[:MOST_NAMED])
        proposed = f"Is it one of these? {_named(like)}." if like else "Check the name, or enter their work address."
        raise ValidationError(f"Nobody called “{words}” can sign in here. {proposed}")


def _named(people: list[Person]) -> str:
    return "; ".join(f"{person.name}, {person.email}" for person in people[:MOST_NAMED])


def colleague_field(label: str, nobody: str) -> PersonField:
    """A colleague who may be left out."""
    return PersonField(
        label=label, required=False, help_text=f"Their name or work e-mail address. Leave empty for {nobody}."
    )


def keep_owner(form: forms.Form, part: Action | ProgressMeasure | None) -> None:
    """Let whoever owns the part now stay, also when they have left."""
    field = form.fields["owner"]
    if isinstance(field, PersonField) and part is not None:
        field.kept = part.owner


def split_lines(text: str) -> list[str]:
    """The lines of an answer that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def line_field(label: str, *, required: bool = False, hint: str = "", longest: int = 300) -> forms.CharField:
    """One line of text."""
    missing = {"required": f"Enter {label[:1].lower()}{label[1:]}."}
    return forms.CharField(label=label, required=required, help_text=hint, max_length=longest, error_messages=missing)


def words_field(label: str, *, required: bool = False, hint: str = "", rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    missing = {"required": f"Enter {label[:1].lower()}{label[1:]}."}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=hint, widget=widget, error_messages=missing)


class PlaceInOrder(forms.IntegerField):
    """Where a part stands among its like; only what is there already can be moved."""

    def __init__(self, **options: Any) -> None:
        hint = "The smallest number comes first. It changes no number of the plan."
        super().__init__(
            label="Place in the order", required=False, min_value=0, max_value=100_000, help_text=hint, **options
        )

    @staticmethod
    def set_in(form: forms.Form, part: Action | ProgressMeasure | Section | None) -> None:
        """Take the box away where something is added; left empty, it means where the part stands now."""
        if part is None:
            del form.fields["position"]
        else:
            form.fields["position"].kept = part.position  # type: ignore[attr-defined]

    def clean(self, value: Any) -> Any:
        place = super().clean(value)
        return getattr(self, "kept", None) if place is None else place


def day_field(label: str, *, required: bool = False, hint: str = "") -> DayField:
    """A date in three boxes."""
    return DayField(
        label=label,
        required=required,
        help_text=hint,
        error_messages={"required": f"Enter {label[:1].lower()}{label[1:]}."},
    )


def write_number(number: Decimal | None) -> str:
    """The number as somebody types it, without the noughts that the database keeps behind it."""
    return "" if number is None else f"{number.normalize():f}"


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field choose among these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (every caller names such a field)
    field.queryset = rows


def choose_among(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Let the field choose among these words."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (every caller names such a field)
    field.choices = choices
