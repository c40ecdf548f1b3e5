"""Words of the site's own around what an editor wrote: in the language of the page, or in English and saying so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Label:
    """Words in the language that the page around them is written in; English ones are marked as English there."""

    words: str
    is_english_in_another: bool = False

    @property
    def marks(self) -> SafeString:
        """The attributes of an element that holds them and nothing else."""
        return SafeString(' lang="en-GB" dir="ltr"' if self.is_english_in_another else "")

    def __str__(self) -> str:
        return self.words

    def __html__(self) -> SafeString:
        if self.is_english_in_another:
            return format_html('<span lang="en-GB" dir="ltr">{}</span>', self.words)
        return conditional_escape(self.words)


def language_of(page: Page | None) -> str:
    """The code of the language that a translated page is written in; empty for the site's own.

    What an editor has not translated yet is a copy of the English.
    """
    if page is None or page.alias_of_id is not None:
        return ""
    code: str = page.locale.language_code
    return "" if code == settings.LANGUAGE_CODE else code


def write_label(words: str, code: str, filled: Mapping[str, object]) -> Label:
    """Return words of ours in a language, what stands in braces filled in, a day as the language writes it."""
    with override(code or settings.LANGUAGE_CODE):
        said = gettext(words)
        is_known = not code or said != words
        if is_known:
            return Label(said.format(**_written(filled)))
    with override(settings.LANGUAGE_CODE):
        return Label(words.format(**_written(filled)), is_english_in_another=True)


def _written(filled: Mapping[str, object]) -> dict[str, object]:
    return {name: date_format(each, "j F Y") if isinstance(each, date) else each for name, each in filled.items()}
