"""What staff fill in about registers and duties."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.accounts.models import Team
from goldenthread.plan.cycles.forms import ColleagueField
from goldenthread.plan.form_fields import NOBODY, day_field, line_field, offer, words_field
from goldenthread.plan.models import RegisterEntry
from goldenthread.plan.registers.kinds import RegisterKind

#: Fields that only some registers have.
ONLY_IN = {
    "version": {RegisterKind.STRATEGY, RegisterKind.EVIDENCE},
    "co_producers": {RegisterKind.STRATEGY, RegisterKind.STANDARD},
    "expected_words": {RegisterKind.STANDARD},
    "expected_share": {RegisterKind.STANDARD},
}


class EntryForm(forms.Form):
    """What an entry of a register says. Fields that a register does not have are not asked for."""

    title = line_field("Title", required=True, longest=200)
    text = words_field("What it says, in a sentence or two", rows=3)
    version = line_field("Version", longest=60)
    co_producers = line_field("Who wrote it with the council", hint="Leave empty if nobody did.")
    expected_words = line_field("What people can expect", longest=250, hint="A reply within ten working days.")
    expected_share = forms.DecimalField(
        label="How often it should be kept, in per cent", required=False, min_value=0, max_value=100, max_digits=6,
        decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    given_by = line_field("Given by", longest=150)
    url = forms.URLField(
        label="Where it can be read", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Enter a whole address, such as https://example.org/strategy."},
    )  # fmt: skip
    starts_on = day_field("From")
    due_on = day_field("Due")
    owner = ColleagueField(
        label="Work e-mail address of whoever answers for it", required=False, help_text="They are reminded."
    )
    owner_role = line_field("Their role, shown in public", longest=150)
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label=NOBODY)
    is_public = forms.BooleanField(label="Residents can read it", required=False)

    def __init__(self, *args: Any, kind: RegisterKind, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, kinds in ONLY_IN.items():
            if kind not in kinds:
                del self.fields[name]
        offer(self, "team", Team.objects.filter(is_active=True))
        words = kind.words
        self.fields["given_by"].label = words.given_by
        self.fields["starts_on"].label = words.starts
        self.fields["due_on"].label = words.due

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["owner"] = cleaned.get("owner") or None
        if cleaned.get("expected_share") == 0:
            self.add_error("expected_share", "Enter more than 0, or leave it empty.")
        starts_on, due_on = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts_on and due_on and due_on <= starts_on:
            self.add_error("due_on", "This day must come after the first.")
        return cleaned

    @staticmethod
    def initial_of(entry: RegisterEntry) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        shown = {name: getattr(entry, name) for name in EntryForm.base_fields}
        if entry.expected_share is not None:
            shown["expected_share"] = format(entry.expected_share.normalize(), "f")
        return {**shown, "owner": entry.owner.email if entry.owner else ""}


class RenewForm(forms.Form):
    """That an entry was reviewed or renewed, and when it is due next."""

    done_on = day_field("The day it was done", required=True)
    version = line_field("Version", longest=60, hint="Leave empty if it stays the same.")
    next_due_on = day_field("Due next", hint="Leave empty if it does not come round again.")
    note = words_field("What changed", rows=3)


class EndForm(forms.Form):
    """Why an entry is no longer kept up."""

    because = line_field("Why", required=True, longest=250, hint="Residents read this.")


class ResultForm(forms.Form):
    """How often a standard was kept in a period."""

    starts_on = day_field("First day of the period", required=True)
    ends_on = day_field("Last day of the period", required=True)
    kept = forms.IntegerField(
        label="How often it was kept", min_value=0, error_messages={"required": "Enter how often it was kept."}
    )
    of = forms.IntegerField(label="Out of how many", min_value=1, error_messages={"required": "Enter out of how many."})
    note = line_field("A word about it", longest=250)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kept, of = cleaned.get("kept"), cleaned.get("of")
        if kept is not None and of is not None and kept > of:
            self.add_error("kept", "This is more than there were. Check both figures.")
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", "The last day must not be before the first.")
        return cleaned


class ChargeForm(forms.Form):
    """Who answers for a duty in law, or why it does not apply."""

    owner = ColleagueField(
        label="Work e-mail address of whoever answers for it", required=False, help_text="They are reminded."
    )
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label=NOBODY)
    does_not_apply_because = line_field(
        "If it does not apply to this council, why", longest=250, hint="Residents read this."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "team", Team.objects.filter(is_active=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["owner"] = cleaned.get("owner") or None
        return cleaned


class DoneForm(forms.Form):
    """That a duty was done, and where that can be read."""

    done_on = day_field("The day it was done", required=True)
    url = forms.URLField(
        label="Where it can be read", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Enter a whole address, such as https://example.org/report."},
    )  # fmt: skip
    note = line_field("A word about it", longest=250)
