"""Whose site this is: the council's name, colours and how to reach it, by settings."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from goldenthread.frontend import colour


@dataclass(frozen=True, kw_only=True)
class Council:
    """A council as every page names it. Nothing here is evidence; that lives in the store under `code`."""

    name: str
    """In full, as on its letters: "Alderbrook Borough Council"."""
    code: str
    """The official nine-character code of its area; the evidence store's key."""
    short_name: str
    """As people say it: "Alderbrook"."""
    place_word: str = "borough"
    """What the place is called in a sentence: borough, city, county, district."""
    is_invented: bool = False
    """Whether the council does not exist; then every page says so."""
    phone: str = ""
    phone_hours: str = ""
    textphone: str = ""
    email: str = ""
    library_route: str = ""
    """A sentence: which libraries help people who would rather not use the website."""
    address: str = ""
    website: str = ""
    accent: str = "#12436d"
    """One colour. It must be readable on white; its shade for dark backgrounds is worked out."""
    logo: str = ""
    """A file in GOLDENTHREAD_HOME (SVG or PNG), or nothing: then the name stands alone."""
    accessibility_audit: str = ""
    """What an outside audit found, with its date, in a sentence for the accessibility statement."""

    def __post_init__(self) -> None:
        for required in ("name", "code", "short_name"):
            if not getattr(self, required):
                raise ImproperlyConfigured(f"The council's {required} is missing: add it to the council's settings.")
        if not colour.is_colour(self.accent):
            raise ImproperlyConfigured(
                f"The council's accent {self.accent!r} is not a colour: write six hexadecimal digits, such as #12436d."
            )
        ratio = colour.contrast(self.accent, colour.WHITE)
        if ratio < colour.TEXT_CONTRAST:
            darker = colour.readable_on(colour.WHITE, self.accent)
            raise ImproperlyConfigured(
                f"The council's accent {self.accent} has a contrast of {ratio:.1f} on white; text needs at least "
                f"{colour.TEXT_CONTRAST}: choose a darker shade, such as {darker}."
            )

    @property
    def accent_on_dark(self) -> str:
        """The accent's shade that can be read on the dark background."""
        return colour.readable_on(colour.NIGHT, self.accent)

    @classmethod
    def from_file(cls, path: Path) -> "Council":
        """The council that a TOML file describes."""
        try:
            stated: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ImproperlyConfigured(f"{path} cannot be read: {error}.") from error
        unknown = sorted(set(stated) - {field.name for field in fields(cls)})
        if unknown:
            raise ImproperlyConfigured(f"{path} has settings this version does not know: {', '.join(unknown)}.")
        missing = [name for name in ("name", "code", "short_name") if name not in stated]
        if missing:
            raise ImproperlyConfigured(f"{path} does not give the council's {', '.join(missing)}.")
        return cls(**stated)


def this_council() -> Council:
    """The council whose site this is."""
    council: Council = settings.COUNCIL
    return council
