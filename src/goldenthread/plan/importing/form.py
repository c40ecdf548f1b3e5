"""The form in which a plan is written to a file and read back: its parts, their fields, and what each may hold.

One table of fields serves the YAML, the Markdown and the spreadsheet, their checks, and the reference documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.plan.importing.incoming import PartKind
from goldenthread.plan.kinds import Cadence, CouncilRole, Direction, MeasureKind, Statistic
from goldenthread.plan.states import ActionStatus

FORM = "golden-thread-plan"
VERSION = 1


class Holds(StrEnum):
    """What a field can hold."""

    TEXT = "text"
    DAY = "a date: 2026-03-31, or 31 March 2026"
    NUMBER = "a number"
    WHOLE = "a whole number"
    YES_NO = "yes or no"
    LIST = "a list"
    NUMBERS = "a list of whole numbers"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a part says. `attribute` is what documents call it, where that differs from the form's word."""

    key: str
    holds: Holds = Holds.TEXT
    hint: str = ""
    attribute: str = ""
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    longest: int = 0

    @property
    def heading(self) -> str:
        """The heading of its column in a spreadsheet."""
        words = self.key.replace("_", " ")
        return words[:1].upper() + words[1:]

    @property
    def name(self) -> str:
        """What documents call it."""
        return self.attribute or self.key


@dataclass(frozen=True, slots=True)
class Items:
    """A list within a part: the milestones of an action. In a spreadsheet it has a sheet of its own."""

    key: str
    fields: tuple[Field, ...]

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        words = self.key.replace("_", " ")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class PartForm:
    """A kind of part."""

    kind: PartKind
    fields: tuple[Field, ...]
    items: tuple[Items, ...] = ()

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.kind.value.capitalize()

    def find(self, key: str) -> Field | None:
        """The field of this key."""
        return next((field for field in self.fields if field.key == key), None)


def _words(choices: Sequence[StrEnum] | type[StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


_NUMBER = Field("number", hint="The number it keeps for good: 2, 2.1 or 10a. Empty: the next.", longest=20)
_AIM = Field("aim", hint="The number of the aim it belongs to.", attribute="section_number", longest=20)
_THEMES = Field("themes", Holds.LIST, "What runs across the plan: Young people.", attribute="tags")
_ANSWERS = Field(
    "answers_to", Holds.LIST, "Framework and code, then what it is called: marmot 1 = Best start in life.",
    attribute="crosswalks",
)  # fmt: skip
_STATUSES = _words(ActionStatus)

PLAN = PartForm(
    PartKind.PLAN,
    (
        Field("short_name", hint="Of the plan's address: fairer-2029.", attribute="slug", is_needed=True, longest=80),
        Field("title", is_needed=True, longest=200),
        Field("vision"),
        Field("introduction"),
        Field("starts_on", Holds.DAY, is_needed=True),
        Field("ends_on", Holds.DAY, is_needed=True),
        Field("levels", Holds.LIST, "What the levels are called, the outermost first.", attribute="level_names"),
        Field("action_name", longest=60),
        Field("measure_name", longest=60),
        Field("asks_heading", longest=200),
        Field("differences_heading", longest=200),
        Field("achievements_heading", longest=200),
        Field("team", hint="The name of a team here."),
        Field("part_of", hint="The short name of the larger plan.", attribute="parent_slug", longest=80),
    ),
)
AIMS = PartForm(
    PartKind.AIM,
    (
        _NUMBER,
        Field("within", hint="The number of the aim it stands within.", attribute="parent_number", longest=20),
        Field("level", hint="What it is called: Equality Aim.", attribute="level_name", longest=60),
        Field("title", is_needed=True, longest=300),
        Field("text"),
        _THEMES,
        _ANSWERS,
    ),
)
ACTIONS = PartForm(
    PartKind.ACTION,
    (
        _NUMBER,
        Field(
            "aim", hint="The number of the aim it belongs to.", attribute="section_number", is_needed=True, longest=20
        ),
        Field("title", is_needed=True, longest=300),
        Field("description"),
        Field("councils_part", attribute="council_role", choices=_words(CouncilRole)),
        Field("owner", hint="An e-mail address of an account here, or a name. Not published."),
        Field("owner_role", hint="Shown in public instead of a name.", longest=150),
        Field("team", hint="The name of a team here."),
        Field("partners", Holds.LIST),
        Field("places", Holds.LIST, "Codes of areas.", attribute="area_codes"),
        Field("groups", hint="Who it is for.", longest=250),
        Field("budget_line", hint="Not published.", longest=120),
        Field("starts_on", Holds.DAY),
        Field("due_on", Holds.DAY),
        Field("status", choices=_STATUSES),
        Field("reason", hint="Why it is at risk, off track, missed or stopped.", attribute="status_reason"),
        Field("forecast", choices=_STATUSES),
        Field("waits_for", Holds.LIST, "Numbers of actions that have to be done first."),
        _THEMES,
        _ANSWERS,
    ),
    (
        Items(
            "milestones",
            (
                Field("title", is_needed=True, longest=300),
                Field("due_on", Holds.DAY),
                Field("reached_on", Holds.DAY, attribute="done_on"),
            ),
        ),
        Items(
            "updates",
            (
                Field("day", Holds.DAY, attribute="written_on", is_needed=True),
                Field("author_role", longest=150),
                Field("text"),
                Field("next_step"),
                Field("status", choices=_STATUSES),
            ),
        ),
    ),
)
MEASURES = PartForm(
    PartKind.MEASURE,
    (
        _NUMBER,
        _AIM,
        Field("action", hint="The number of its action, where it measures one.", attribute="action_number", longest=20),
        Field("title", is_needed=True, longest=300),
        Field("description"),
        Field("kind", is_needed=True, choices=_words(MeasureKind)),
        Field("unit", longest=60),
        Field("decimals", Holds.WHOLE),
        Field("good_is", hint="Which way is good news.", attribute="direction", choices=_words(Direction)),
        Field("owner", hint="An e-mail address of an account here, or a name. Not published."),
        Field("source", longest=250),
        Field("baseline", Holds.NUMBER, attribute="baseline_value"),
        Field("baseline_on", Holds.DAY),
        Field("baseline_in_words", attribute="baseline_note", longest=250),
        Field("target", Holds.NUMBER, attribute="target_value"),
        Field("target_in_words", attribute="target_words", longest=250),
        Field("target_on", Holds.DAY),
        Field("indicator", hint="The short name of an indicator here.", attribute="indicator_slug"),
        Field("area", hint="The code of the area.", attribute="area_code", longest=12),
        Field("figure", hint="Which figure of the indicator.", attribute="statistic", choices=_words(Statistic)),
        Field("every", choices=_words(Cadence)),
        Field("in_each_place", Holds.YES_NO),
        Field("places", Holds.LIST, "Code, then name: X05000001 Ashfield."),
        Field("begins_on", Holds.DAY),
        Field("reading", hint="How the council reads its own promise."),
        Field("question", hint="What a survey asks, word for word.", longest=400),
        Field("stages", Holds.LIST, "Of a cohort funnel, the first first."),
    ),
    (
        Items(
            "targets",
            (
                Field("decided_on", Holds.DAY, is_needed=True),
                Field("decision", is_needed=True, longest=250),
                Field("value", Holds.NUMBER),
                Field("words", longest=250),
                Field("target_on", Holds.DAY),
                Field("reason"),
            ),
        ),
        Items(
            "figures",
            (
                Field("on", Holds.DAY, is_needed=True),
                Field("period", longest=60),
                Field("value", Holds.NUMBER),
                Field("count", Holds.WHOLE),
                Field("denominator", Holds.WHOLE),
                Field("planned", Holds.WHOLE),
                Field("asked", Holds.WHOLE),
                Field("stage_counts", Holds.NUMBERS),
                Field("text"),
                Field("evidence", longest=250),
            ),
        ),
        Items(
            "dates_held",
            (Field("held_on", Holds.DAY, is_needed=True), Field("place", attribute="place_code", longest=12)),
        ),
    ),
)
ASKS = PartForm(
    PartKind.ASK,
    (
        _NUMBER,
        _AIM,
        Field("text", is_needed=True, longest=400),
        Field("link_words", attribute="how_to_label", longest=120),
        Field("link", attribute="how_to_url", longest=400),
        Field("actions", Holds.LIST, "Numbers of the actions it helps.", attribute="action_numbers"),
    ),
)
DIFFERENCES = PartForm(
    PartKind.DIFFERENCE,
    (
        _NUMBER,
        _AIM,
        Field("text", is_needed=True, longest=400),
        Field("indicator", hint="Empty: no measure yet.", attribute="indicator_slug"),
        Field("area", attribute="area_code", longest=12),
        Field("figure", attribute="statistic", choices=_words(Statistic)),
    ),
)
ACHIEVEMENTS = PartForm(
    PartKind.ACHIEVEMENT,
    (
        _NUMBER,
        _AIM,
        Field("text", is_needed=True, longest=500),
        Field("achieved_on", Holds.DAY),
        Field("source", longest=250),
        Field("measure", hint="The number of the measure that shows it.", attribute="measure_number", longest=20),
    ),
)
PARTS = (AIMS, ACTIONS, MEASURES, ASKS, DIFFERENCES, ACHIEVEMENTS)
