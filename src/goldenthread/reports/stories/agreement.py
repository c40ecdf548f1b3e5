"""Whether somebody agreed to what a report tells or quotes of them. One rule, for marks in texts and for blocks."""

from __future__ import annotations

from datetime import date

from goldenthread.checking.quoted import keys_of, stands_in
from goldenthread.reports.models import Consent, StoryPage
from goldenthread.reports.stories.consenting import why_not
from goldenthread.reports.stories.kinds import Channel, Scope


def why_story_not(story: StoryPage | None, *, on: date) -> tuple[str, ...]:
    """Why a report may not tell a story on a day, in sentences; empty when it may."""
    if story is None or not story.live:
        return ("There is no published story of this name, so nobody has agreed to be quoted.",)
    refused = story.why_not_told(on=on, channel=Channel.REPORT)
    return (*refused, "Take it out, or ask them.") if refused else ()


def why_quote_not(consent: Consent | None, words: str, *, on: date) -> str:
    """Why a report may not quote these words on a consent on a day; empty when it may."""
    if consent is None:
        return "The register has no consent of this reference: enter it, or take the words out."
    why = why_not(consent, Scope.QUOTE, Channel.REPORT, on=on)
    if not why and consent.words and not stands_in(keys_of(words), keys_of(consent.words)):
        return f"They agreed to these words only: “{consent.words}”."
    return why
