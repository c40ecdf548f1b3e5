"""Claims in what editors write: kept as `<a linktype="claim" id="…">words</a>`, shown with the value of their fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.rich_text import LinkHandler, RichText, expand_db_html

from goldenthread.core.claims import DEFAULT_BANDS, Bands
from goldenthread.evidence import facts
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.fact_kinds import Disclosure
from goldenthread.evidence.models import Fact
from goldenthread.evidence.presenters.facts import write_value
from goldenthread.reports.labels import Label, write_label

FEATURE = "claim"
ENTITY = "CLAIM"

_CLAIM = re.compile(r"<a\s(?=[^>]*linktype=\"claim\")(?=[^>]*\bid=\"(?P<id>\d+)\")[^>]*>(?P<words>.*?)</a>", re.DOTALL)
_BLOCK = re.compile(r"<(p|ul|ol|h[1-6]|blockquote)\b.*?</\1>", re.DOTALL)


class ClaimLinkHandler(LinkHandler):  # type: ignore[misc]
    """What Wagtail does with a claim wherever our own pages do not: a link to the fact."""

    identifier = "claim"

    @staticmethod
    def get_model() -> type[Fact]:
        """Facts are what claims refer to."""
        return Fact

    @classmethod
    def expand_db_attributes(cls, attrs: Mapping[str, Any]) -> str:
        """The link's opening tag."""
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[Mapping[str, Any]]) -> list[str]:
        """The opening tags of several, in one query."""
        found = Fact.objects.in_bulk([each["id"] for each in attrs_list if str(each.get("id", "")).isdecimal()])
        wanted = [found.get(int(each["id"])) if str(each.get("id", "")).isdecimal() else None for each in attrs_list]
        return [
            format_html('<a class="gt-claim" href="{}">', fact.get_absolute_url()) if fact else "<a>" for fact in wanted
        ]

    @classmethod
    def extract_references(cls, attrs: Mapping[str, Any]) -> Iterator[tuple[type[Fact], str, str, str]]:
        """Which fact is quoted, for Wagtail's index of references: it knows which block quotes which claim."""
        if str(attrs.get("id", "")).isdecimal():
            yield Fact, str(attrs["id"]), "", ""


class ClaimElementHandler(LinkElementHandler):  # type: ignore[misc]
    """From what is kept to what the editor works on."""

    def get_attribute_data(self, attrs: Mapping[str, Any]) -> dict[str, Any]:
        """The fact with its value, so that whoever writes sees what the words are bound to."""
        key = str(attrs.get("id", ""))
        fact = Fact.objects.with_everything().filter(pk=key).first() if key.isdecimal() else None
        return make_entity(fact) if fact is not None else {"id": int(key)} if key.isdecimal() else {}


def make_entity(fact: Fact) -> dict[str, Any]:
    """What the editor keeps of a fact beside the words."""
    return {
        "id": fact.pk,
        "slug": fact.slug,
        "subject": fact.subject,
        "value": write_value(fact.statistic, fact.current),
        "judge": reverse("evidence:staff_judge_words", args=[fact.pk]),
    }


def claim_entity(props: Mapping[str, Any]) -> Any:
    """From what the editor works on to what is kept."""
    return DOM.create_element("a", {"linktype": "claim", "id": props.get("id")}, props["children"])


CONVERSION_RULE = {
    "from_database_format": {'a[linktype="claim"]': ClaimElementHandler(ENTITY)},
    "to_database_format": {"entity_decorators": {ENTITY: claim_entity}},
}


def claims_in(source: str) -> list[tuple[int, str]]:
    """The claims of a rich text as it is kept: the fact's primary key, and the words with their own markup."""
    return [(int(found["id"]), found["words"]) for found in _CLAIM.finditer(source)]


@dataclass(frozen=True, slots=True)
class Known:
    """What the claims of a page are shown by: their facts, and the council's bands where words have to be written."""

    facts: Mapping[int, Fact]
    bands: Bands
    language: str = ""  # in which the page is written, if it is a translation


def read_known(sources: Iterable[str], language: str = "") -> Known:
    """Return it for all rich texts of a page: one query for the facts, and one for the bands where they are needed."""
    claims = [each for source in sources for each in claims_in(source)]
    keys = {key for key, _ in claims}
    found = {fact.pk: fact for fact in Fact.objects.with_everything().filter(pk__in=keys)} if keys else {}
    has_words_to_write = any(not words.strip() for _, words in claims)
    return Known(found, current_bands() if has_words_to_write else DEFAULT_BANDS, language)


def expand(value: RichText | str, known: Known | None = None) -> str:
    """Return rich text as the public reads it: claims as data, and after each block one way to how we know it."""
    source = value.source if isinstance(value, RichText) else str(value)
    known = read_known([source]) if known is None else known
    if not claims_in(source):
        return str(expand_db_html(source))
    return str(expand_db_html(_BLOCK.sub(lambda block: _of_block(block[0], known), source)))


def _of_block(block: str, known: Known) -> str:
    named: list[Fact] = []

    def claim(found: re.Match[str]) -> str:
        fact = known.facts.get(int(found["id"]))
        if fact is None:
            return found["words"]
        named.append(fact)
        words = found["words"] if found["words"].strip() else facts.words_of("", fact, known.bands)
        version = fact.current
        if version is None or version.value is None or version.disclosure != Disclosure.OPEN.value:
            return f'<span class="gt-claim">{words}</span>'
        return f'<data value="{version.value:.15g}" class="gt-claim">{words}</data>'

    written = _CLAIM.sub(claim, block)
    return f"{written}{_proof(named, known.language)}" if named else written


def _proof(named: list[Fact], language: str) -> str:
    slugs = list(dict.fromkeys(fact.slug for fact in named))
    href = f"{reverse('evidence:facts')}?these={','.join(slugs)}"
    if len(slugs) == 1:
        href = reverse("evidence:fact", args=slugs)
    of = "; ".join(dict.fromkeys(fact.subject for fact in named))
    return format_html(
        '<p class="govuk-body-s gt-proof"><a class="govuk-link" href="{}">{}'
        '<span class="govuk-visually-hidden"{}> {}</span></a></p>',
        href,
        write_label("How do we know this?", language, {}),
        Label("", is_english_in_another=bool(language)).marks,
        of,
    )
