"""What is asked of somebody who brings a plan in: the file, which column is what, which word, and who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.accounts.models import Person
from goldenthread.plan.importing.columns import Column
from goldenthread.plan.importing.incoming import FileFault
from goldenthread.plan.importing.names import Proposal
from goldenthread.plan.importing.opening import ENDINGS, TableReading, check_reading, known_statuses, open_file
from goldenthread.plan.importing.tables import Table
from goldenthread.plan.models import Plan
from goldenthread.sources.upload_grids import LARGEST_BYTES

FAULTS_SHOWN = 20
POST, NOBODY, NOTE = "post", "nobody", "note"


class ImportFileForm(forms.Form):
    """The file, and the plan it belongs to."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="Which plan is it for?", required=False,
        empty_label="A new plan that the file describes",
        help_text="A list of actions needs a plan that has been begun. Our own form can begin one.",
    )  # fmt: skip
    file = forms.FileField(
        label="The file",
        help_text="A spreadsheet (.xlsx), CSV, or a plan in our own form (.xlsx, .yaml or .md), of up to 10 MB.",
        error_messages={"required": "Choose the file.", "empty": "The file is empty; choose it again."},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["plan"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = Plan.objects.exclude(stage="superseded").newest_first()

    def clean(self) -> dict[str, Any]:
        """Open the file, or say beside it what is wrong with it."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if not file.name.lower().endswith(ENDINGS):
            self.add_error("file", f"Choose a file whose name ends in one of: {', '.join(ENDINGS)}.")
        elif file.size > LARGEST_BYTES:
            self.add_error("file", f"The file has {file.size / 1e6:.0f} MB and the limit is 10 MB; split it.")
        else:
            self._open(cleaned, file)
        return cleaned

    def _open(self, cleaned: dict[str, Any], file: Any) -> None:
        cleaned["content"] = file.read()
        try:
            cleaned["opened"] = open_file(file.name, cleaned["content"])
        except FileFault as wrong:
            for remark in wrong.remarks[:FAULTS_SHOWN]:
                self.add_error("file", str(remark))
            return
        if cleaned["opened"].whole is None and cleaned.get("plan") is None:
            self.add_error("plan", "This list does not say what plan it is. Begin the plan first, then choose it here.")


class SheetForm(forms.Form):
    """Which sheet holds the list, and in which row its headings are."""

    sheet = forms.ChoiceField(label="Sheet", required=False)
    heading_row = forms.IntegerField(
        label="Row of the headings", required=False, min_value=1, help_text="Leave empty to have it found."
    )

    def __init__(self, *args: Any, sheets: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(sheets) < 2:
            del self.fields["sheet"]
        else:
            field = self.fields["sheet"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
            field.choices = [(sheet, sheet) for sheet in sheets]


class ImportColumnsForm(forms.Form):
    """Which column is what. Nothing is lost: a column that is nothing of ours is kept as a note with each row."""

    def __init__(self, *args: Any, table: Table, reading: TableReading, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        choices = [(NOTE, "Keep as a note"), *((column.value, column.sentence) for column in Column)]
        for index, heading in enumerate(table.headings):
            example = next((row.cells[index] for row in table.rows if row.cells[index]), "")
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                initial=reading.columns.get(heading, NOTE),
                help_text=f"For example: {example[:80]}" if example else "Nothing is written in it.",
            )
        self.fields["clear_empty"] = forms.ChoiceField(
            label="What does an empty cell mean?",
            choices=[
                ("stays", "Nothing is said: what the plan has stays"),
                ("clear", "It is empty: clear what the plan has"),
            ],
            initial="clear" if reading.clear_empty else "stays",
            widget=forms.RadioSelect,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for sentence in check_reading(self.table, self.columns()):
            self.add_error(None, sentence)
        return cleaned

    def columns(self) -> dict[str, str]:
        """Each heading and what it is."""
        chosen = {
            heading: self.cleaned_data.get(f"column_{index}", "") for index, heading in enumerate(self.table.headings)
        }
        return {heading: value for heading, value in chosen.items() if value not in ("", NOTE)}

    def clears_empty(self) -> bool:
        """Does an empty cell clear what the plan has?"""
        return bool(self.cleaned_data["clear_empty"] == "clear")


class WordsForm(forms.Form):
    """What the words for a status mean, and who the people are that the file names."""

    def __init__(
        self,
        *args: Any,
        statuses: Mapping[str, str],
        proposals: Sequence[Proposal],
        people: Mapping[int, Person],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.words, self.proposals = list(statuses), list(proposals)
        for index, word in enumerate(self.words):
            self.fields[f"status_{index}"] = forms.ChoiceField(
                label=f"“{word[:120]}” means",
                choices=[(NOTE, "None of these: keep it as a note"), *known_statuses()],
                initial=statuses[word] or NOTE,
            )
        for index, proposal in enumerate(self.proposals):
            named = " or ".join(f"“{spelling}”" for spelling in proposal.spellings)
            accounts = [
                (str(key), f"{people[key]} ({people[key].email})") for key in proposal.candidates if key in people
            ]
            self.fields[f"person_{index}"] = forms.ChoiceField(
                label=f"{named} is",
                choices=[
                    *accounts,
                    (POST, "A post or a team: show it as the role"),
                    (NOBODY, "Nobody here: keep as a note"),
                ],
                initial=str(proposal.key) if proposal.key else (POST if proposal.is_post else NOBODY),
            )
            self.fields[f"email_{index}"] = forms.EmailField(
                label=f"Or somebody else: the e-mail address of {named}", required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for index in range(len(self.proposals)):
            email = cleaned.get(f"email_{index}")
            if not email:
                continue
            person = Person.objects.active().filter(email__iexact=email).first()
            if person is None:
                self.add_error(f"email_{index}", ValidationError("Nobody here has this address. Invite them first."))
            else:
                cleaned[f"person_{index}"] = str(person.pk)
        return cleaned

    def statuses(self) -> dict[str, str]:
        """Each word and the status it means."""
        chosen = {word: self.cleaned_data[f"status_{index}"] for index, word in enumerate(self.words)}
        return {word: "" if status == NOTE else status for word, status in chosen.items()}

    def people(self) -> dict[str, str]:
        """Each spelling and who it is: the key of an account, a post, or nobody."""
        return {
            spelling: self.cleaned_data[f"person_{index}"]
            for index, proposal in enumerate(self.proposals)
            for spelling in proposal.spellings
        }


class DecisionForm(forms.Form):
    """What decided the targets that change."""

    decision = forms.CharField(
        label="Who decided the targets that change, and where", max_length=250,
        help_text="Cabinet, 4 March 2026, item 7.",
        error_messages={"required": "Say who decided the targets that change."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Why do they change?", widget=forms.Textarea(attrs={"rows": 3}), help_text="This is published.",
        error_messages={"required": "Say why the targets change."},
    )  # fmt: skip
