"""What messages say. Each wording has a name, which the outbox keeps; rooms add their own when the site starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

#: Where the link goes: it is put in only as the message leaves, so nothing that is kept can be used by who reads it.
LINK_MARK = "[link]"

#: Three parts of 153 characters: the longest text message that is still read as one.
LONGEST_TEXT = 459

_FIELD = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


class NoSuchWording(LookupError):
    """A message was to be sent in words that no room has given."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A message in words: `$name` is replaced by a value, `$link` by a link made for this one recipient."""

    slug: str
    purpose: str
    """For the staff list: "Invitation to join"."""
    subject: str
    body: str
    text: str = ""
    """The same as a text message; without it the message cannot be sent as one."""

    def __post_init__(self) -> None:
        if "$link" in self.subject:
            raise ValueError(f"The wording {self.slug} has a link in its subject: subjects are shown in lists.")
        for name in ("subject", "body", "text"):
            if not Template(getattr(self, name)).is_valid():
                raise ValueError(f"The {name} of the wording {self.slug} has a $ that begins no name: write it twice.")
        if len(self.text) > LONGEST_TEXT:
            raise ValueError(f"The text message of the wording {self.slug} is longer than {LONGEST_TEXT} characters.")

    @property
    def fields(self) -> frozenset[str]:
        """The names that values must be given for."""
        found = _FIELD.findall(f"{self.subject} {self.body} {self.text}")
        return frozenset(first or second for first, second in found) - {"link"}

    @property
    def has_link(self) -> bool:
        return "$link" in self.body

    def written(self, values: Mapping[str, object], *, as_text: bool = False) -> tuple[str, str]:
        """The subject and the body with the values in them, and a mark where the link will be."""
        missing = sorted(self.fields - set(values))
        if missing:
            raise ValueError(f"The wording {self.slug} needs {', '.join(missing)}.")
        filled = {**{name: str(value) for name, value in values.items()}, "link": LINK_MARK}
        subject = " ".join(Template(self.subject).substitute(filled).split())
        return subject, Template(self.text if as_text else self.body).substitute(filled).strip()


#: What travels instead of the real words to somebody whose post or phone others may read.
DISCREET = Wording(
    slug="discreet",
    purpose="A message that says nothing by itself",
    subject="A message from $council",
    body="Hello,\n\nThere is a message for you. Read it here:\n\n$link\n\nThe link is yours alone, until $expires.",
    text="There is a message for you: $link",
)

_wordings: dict[str, Wording] = {}


def add_wording(wording: Wording) -> None:
    """Let messages be sent in these words. The same name again replaces them."""
    _wordings[wording.slug] = wording


def wording_named(slug: str) -> Wording:
    """The words with the name."""
    try:
        return _wordings[slug]
    except KeyError:
        raise NoSuchWording(
            f"No room has given words for {slug!r}; there are {', '.join(sorted(_wordings))}."
        ) from None


def purpose_of(slug: str) -> str:
    """What a message in these words is for, as the staff list says it; the name itself when the words are gone."""
    return _wordings[slug].purpose if slug in _wordings else slug.replace("_", " ")


add_wording(DISCREET)
add_wording(
    Wording(
        slug="invitation",
        purpose="Invitation to join",
        subject="You have been invited to $council's fairness plan",
        body=(
            "Hello $name,\n\n$inviter has invited you to $council's fairness plan. Choose a password here:\n\n$link\n\n"
            "The link works once, for three days. If you did not expect this message, you can ignore it.\n"
        ),
    )
)
add_wording(
    Wording(
        slug="problem_answered",
        purpose="Answer to a reported problem",
        subject="The problem you reported to $council",
        body=(
            "Hello,\n\nYou told us about a problem with this page: $page\n\n$answer\n\n"
            "Thank you for telling us.\n$council\n"
        ),
    )
)
