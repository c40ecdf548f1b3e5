"""The three questions about an uploaded table: which file, which column is what, and what its values are."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.core.estimates import Polarity
from goldenthread.definitions import load_characteristics
from goldenthread.evidence import uploads
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_definitions import UploadDefinition
from goldenthread.sources.upload_files import LARGEST_BYTES, UploadedTable
from goldenthread.sources.uploads import ColumnMapping

ENDINGS = (".csv", ".tsv", ".txt", ".gz", ".xlsx")

#: Each part of a row, what it is called on the form, and what helps to choose it.
PARTS = (
    ("area", "Area", "Codes are safest; names work where they are of one area only."),
    ("value", "Value", "The figure itself: a percentage, a rate, a number."),
    ("period", "Period", "Such as 2023, 2023/24, 2021 to 2023 or 2024 Q1."),
    ("group", "Group of people", "Such as women and men, or ethnic groups."),
    ("count", "Count", "How many people or events the value counts."),
    ("denominator", "Denominator", "Of how many: with counts, wards and fifths can be added up."),
    ("lower", "Lower limit", "Of the publisher's 95% interval."),
    ("upper", "Upper limit", "Of the publisher's 95% interval."),
)


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="The table",
        help_text="A CSV file or an Excel workbook (.xlsx) of up to 20 MB: one row for each area, group and period.",
        error_messages={"required": "Choose the file with your table.", "empty": "The file is empty; choose it again."},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    sheet = forms.CharField(
        label="Sheet", help_text="Only for a workbook with several tables.", required=False, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        """Read the table, or say beside the file what is wrong with it."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if not file.name.lower().endswith(ENDINGS):
            self.add_error("file", "Choose a CSV file or an Excel workbook: its name ends in .csv or .xlsx.")
        elif file.size > LARGEST_BYTES:
            self.add_error("file", f"The file has {file.size / 1e6:.0f} MB and the limit is 20 MB; keep fewer columns.")
        else:
            cleaned["content"] = file.read()
            try:
                uploads.read_table(file.name, cleaned["content"], cleaned.get("sheet", ""))
            except SourceError as wrong:
                self.add_error("file", str(wrong))
        return cleaned


class ColumnsForm(forms.Form):
    """Which column is what."""

    fixed_period = forms.CharField(
        label="Or one period for every row", help_text="Such as 2023/24.", required=False, max_length=60
    )
    characteristic = forms.ChoiceField(label="What the groups are groups of", required=False)
    leave_out_unmatched = forms.BooleanField(
        label="Leave out rows whose area is not known here, such as totals or other councils", required=False
    )
    field_order = ("area", "value", "period", "fixed_period", "group", "characteristic", "count", "denominator")

    def __init__(self, *args: Any, table: UploadedTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [(heading, heading) for heading in table.headings]
        for name, label, hint in PARTS:
            is_needed = name in {"area", "value"}
            choices = headings if is_needed else [("", "No such column"), *headings]
            self.fields[name] = forms.ChoiceField(label=label, help_text=hint, choices=choices, required=is_needed)
        names = [(slug, each.plain_name) for slug, each in load_characteristics().items()]
        self.fields["characteristic"].choices = [("", "No groups"), *names]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
        self.order_fields([name for name in self.fields if name != "leave_out_unmatched"])

    def clean(self) -> dict[str, Any]:
        """Say what contradicts itself beside the field that would put it right."""
        cleaned = super().clean() or {}
        if cleaned.get("period") and cleaned.get("fixed_period"):
            self.add_error("fixed_period", "Give either a column of periods or one period for every row, not both.")
        elif not cleaned.get("period") and not cleaned.get("fixed_period"):
            self.add_error("period", "Say which column holds the period, or give one period for every row.")
        if cleaned.get("group") and not cleaned.get("characteristic"):
            self.add_error("characteristic", "Say what the groups are groups of.")
        if bool(cleaned.get("lower")) != bool(cleaned.get("upper")):
            self.add_error("upper", "Give both limits of the interval, or neither.")
        used: dict[str, str] = {}
        for name, label, _ in PARTS:
            heading = cleaned.get(name, "")
            if heading and heading in used:
                self.add_error(name, f"“{heading}” is already the {used[heading]}; one column cannot be two things.")
            elif heading:
                used[heading] = label.lower()
        return cleaned

    def mapping(self) -> ColumnMapping:
        """Return the answers as the sources know them."""
        parts = {name: self.cleaned_data.get(name, "") for name in ColumnMapping.__dataclass_fields__}
        if not parts["group"]:
            parts["characteristic"] = ""
        return ColumnMapping(**parts)


class AboutForm(forms.Form):
    """What the values are, who published them, and which way is better."""

    plain_name = forms.CharField(
        label="What is it called?",
        help_text="As a resident would say it, such as “People who feel safe after dark”.",
        max_length=120,
    )
    definition = forms.CharField(
        label="What exactly is counted?",
        help_text="A sentence or two: who or what, of whom, when.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit = forms.CharField(
        label="Unit", help_text="Such as %, per 1,000, per 100,000, years, £ a week.", max_length=40, initial="%"
    )
    written_as = forms.ChoiceField(
        label="If the values are percentages, how are they written?",
        choices=[
            ("", "They are not percentages, or carry a % sign"),
            ("percentages", "25 means 25%"),
            ("shares", "0.25 means 25%"),
        ],
        required=False,
    )
    better = forms.ChoiceField(
        label="Which way is better?",
        choices=[
            (Polarity.HIGHER_IS_BETTER.value, "A higher figure is better"),
            (Polarity.LOWER_IS_BETTER.value, "A lower figure is better"),
            (Polarity.NEITHER.value, "Neither: it describes the place"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say which way is better."},
    )
    publisher = forms.CharField(label="Who published it?", max_length=200)
    licence = forms.CharField(
        label="Under which licence?", help_text="Such as Open Government Licence v3.0.", max_length=200
    )
    address = forms.URLField(
        label="Where was it published?",
        help_text="The address of the page, so that anyone can check.",
        max_length=500,
        assume_scheme="https",
    )
    numerator = forms.CharField(label="What is counted", required=False, max_length=500)
    denominator = forms.CharField(label="Of what", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """Make the definition, or say what stands against it."""
        cleaned = super().clean() or {}
        if cleaned.get("unit") != "%" and cleaned.get("written_as"):
            self.add_error("written_as", "Only percentages are written as shares; the unit is not %.")
        if not self.errors:
            try:
                self.definition_given = self._definition(cleaned)
            except ValueError as wrong:
                self.add_error(None, str(wrong))
        return cleaned

    @staticmethod
    def _definition(cleaned: dict[str, Any]) -> UploadDefinition:
        words = ("plain_name", "definition", "unit", "publisher", "licence", "address", "numerator", "denominator")
        return UploadDefinition(
            name=cleaned["plain_name"],
            polarity=Polarity(cleaned["better"]),
            multiplier=uploads.multiplier_of(cleaned["unit"]),
            **{name: cleaned[name] for name in words},
        )

    @property
    def is_proportion(self) -> bool | None:
        """Whether 0.25 means 25%; None where it was not said."""
        return {"shares": True, "percentages": False}.get(self.cleaned_data["written_as"])


def about_initial(definition: dict[str, Any]) -> dict[str, Any]:
    """Return what a draft says already, for the form to show again."""
    if not definition:
        return {}
    written_as = {True: "shares", False: "percentages", None: ""}[definition.get("is_proportion")]
    return {**definition, "better": definition["polarity"], "written_as": written_as}
