"""From consents and stories to what staff pages show of them: no request, no query, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.plan.presenters import Status, write_day
from goldenthread.publishing.figures import Column, Table
from goldenthread.reports.models import Consent, EasyReadPage, StoryPage
from goldenthread.reports.stories.kinds import ENDING_DAYS, ConsentState

CONSENT_COLUMNS = (
    "Reference",
    "Alias",
    "Covers",
    "Where",
    "Given on",
    "Until",
    "State",
    "Withdrawn on",
    "Stories",
    "Form",
)
STORY_COLUMNS = ("Title", "Language", "State", "Told on", "Consents", "Written last by", "Written last on", "Address")


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent in a list."""

    href: str
    reference: str
    alias: str
    covers: str
    where: str
    dates: str
    stories: int
    status: Status
    is_ending: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in a list."""

    href: str
    title: str
    summary: str
    language: str
    consents: str
    written: str
    status: Status
    why_not: tuple[str, ...]


def make_consent_line(consent: Consent, *, on: date, stories: int) -> ConsentLine:
    """A consent as a list shows it: by its alias."""
    state = consent.state(on=on)
    until = f" until {write_day(consent.until)}" if consent.until else ", with no last day"
    if state is ConsentState.WITHDRAWN:
        until = f", withdrawn on {write_day(consent.withdrawn_on)}"
    return ConsentLine(
        href=consent.get_absolute_url(),
        reference=consent.reference,
        alias=consent.alias.name,
        covers=", ".join(scope.words for scope in consent.scopes).capitalize(),
        where=", ".join(channel.words for channel in consent.channels),
        dates=f"Given on {write_day(consent.given_on)}{until}",
        stories=stories,
        status=Status(state.value.capitalize(), state.colour),
        is_ending=state is ConsentState.LIVE and consent.until is not None and (consent.until - on).days <= ENDING_DAYS,
    )


def table_of_consents(consents: Iterable[Consent], *, on: date) -> Table:
    """The register as a file: no name is in it."""
    rows = tuple(
        (
            consent.reference,
            consent.alias.name,
            ", ".join(scope.value for scope in consent.scopes),
            ", ".join(channel.value for channel in consent.channels),
            consent.given_on.isoformat(),
            consent.until.isoformat() if consent.until else "",
            consent.state(on=on).value,
            consent.withdrawn_on.isoformat() if consent.withdrawn_on else "",
            str(getattr(consent, "story_count", "")),
            consent.form_reference,
        )
        for consent in consents
    )
    return Table("Consents", tuple(Column(name) for name in CONSENT_COLUMNS), rows)


def make_story_line(story: StoryPage, *, on: date) -> StoryLine:
    """A story as a list shows it."""
    revision = story.latest_revision
    by = f" by {revision.user}" if revision is not None and revision.user else ""
    written = f"Written last on {write_day(revision.created_at.date())}{by}" if revision is not None else ""
    return StoryLine(
        href=reverse("reports:staff_story", args=[story.pk]),
        title=story.draft_title or story.title,
        summary=story.summary,
        language=str(story.locale),
        consents=", ".join(f"{each.alias.name} ({each.reference})" for each in story.agreed),
        written=written,
        status=story_status(story, on=on),
        why_not=story.why_not_told(on=on) if story.live else (),
    )


def story_status(story: StoryPage, *, on: date) -> Status:
    """Whether everybody can read it."""
    if story.live and story.why_not_told(on=on):
        return Status("Not shown", "red")
    return _status_of(story)


def easy_read_status(page: EasyReadPage) -> Status:
    """Whether everybody can read it."""
    return _status_of(page)


def _status_of(page: StoryPage | EasyReadPage) -> Status:
    if page.live:
        waits = page.has_unpublished_changes
        return Status("Published, changes waiting", "yellow") if waits else Status("Published", "green")
    return Status("Taken down", "red") if page.first_published_at is not None else Status("Draft", "grey")


def table_of_stories(stories: Iterable[StoryPage], *, on: date) -> Table:
    """The stories as a file."""
    rows = []
    for story in stories:
        revision = story.latest_revision
        rows.append(
            (
                story.draft_title or story.title,
                str(story.locale),
                story_status(story, on=on).words,
                story.told_on.isoformat(),
                ", ".join(each.reference for each in story.agreed),
                str(revision.user or "") if revision is not None else "",
                revision.created_at.date().isoformat() if revision is not None else "",
                story.get_url() or "",
            )
        )
    return Table("Stories", tuple(Column(name) for name in STORY_COLUMNS), tuple(rows))
