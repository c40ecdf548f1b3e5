"""What somebody lets be used, and where."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What may be used of somebody."""

    STORY = "story"
    QUOTE = "quote"
    PICTURE = "picture"

    @property
    def field(self) -> str:
        """The field of a consent that says so."""
        return f"covers_{self.value}"

    @property
    def words(self) -> str:
        """As it is said in a sentence."""
        return {"story": "their story", "quote": "their words", "picture": "their picture"}[self.value]


class Channel(StrEnum):
    """Where it may be used."""

    WEBSITE = "website"
    REPORT = "report"
    SOCIAL_MEDIA = "social media"

    @property
    def field(self) -> str:
        """The field of a consent that says so."""
        return _FIELDS[self]

    @property
    def words(self) -> str:
        """As it is said in a sentence."""
        return {"website": "on the website", "report": "in reports", "social media": "on social media"}[self.value]


_FIELDS = {Channel.WEBSITE: "on_website", Channel.REPORT: "in_reports", Channel.SOCIAL_MEDIA: "on_social_media"}


class ConsentState(StrEnum):
    """How a consent stands on a day."""

    LIVE = "live"
    NOT_YET = "not yet"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"

    @property
    def colour(self) -> str:
        """Of its tag."""
        return {"live": "green", "not yet": "blue", "ended": "grey", "withdrawn": "red"}[self.value]


#: A consent that ends within so many days is somebody's task: time to write, wait for an answer, and take a page down.
ENDING_DAYS = 60
