"""A story in the words of a report: paragraphs and lists with their claims marked, headings, and what somebody said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from goldenthread.evidence.models import Fact
from goldenthread.reports.models import StoryPage
from goldenthread.reports.rich_text import claims_in

HEADING, TEXT, QUOTE = "heading", "text", "quote"
_ITEMS = frozenset({"li"})
_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4", "blockquote"})
#: A bracket in a story would be read as the beginning or the end of a mark.
_BRACKETS = str.maketrans({"[": "(", "]": ")"})


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a story."""

    kind: str
    text: str
    who: str = ""  # of a quotation


def tell(stories: Iterable[StoryPage]) -> dict[str, tuple[Told, ...]]:
    """What each story tells, by its short name; one query for all facts that any of them names."""
    stories = list(stories)
    keys = {key for story in stories for source in story.rich_texts for key, _ in claims_in(source)}
    slugs = dict(Fact.objects.filter(pk__in=keys).values_list("pk", "slug")) if keys else {}
    return {story.slug: _tell(story, slugs) for story in stories}


def _tell(story: StoryPage, slugs: Mapping[int, str]) -> tuple[Told, ...]:
    parts = [Told(TEXT, _tidy(story.summary))]
    for block in story.body:
        if block.block_type == "words":
            parts.append(Told(TEXT, marked_text(str(block.value.source), slugs)))
        elif block.block_type == "quote":
            parts.append(Told(QUOTE, _tidy(str(block.value["words"])), _tidy(str(block.value["who"] or ""))))
        elif block.block_type == "heading":
            parts.append(Told(HEADING, _tidy(str(block.value))))
    return tuple(part for part in parts if part.text)


def marked_text(source: str, slugs: Mapping[int, str]) -> str:
    """Return rich text in the syntax of a report’s texts: a line empty between paragraphs, claims as marks.

    >>> marked_text('<p>Now <a linktype="claim" id="4">11 years</a>.</p><ul><li>A</li><li>B</li></ul>', {4: "gap"})
    'Now [11 years](claim:gap).\\n\\n- A\\n- B'
    """
    reader = _Reader(slugs)
    reader.feed(source)
    reader.close()
    return reader.text()


def _tidy(words: str) -> str:
    return " ".join(words.translate(_BRACKETS).split())


@dataclass
class _Reader(HTMLParser):
    """Reads what Wagtail keeps of rich text."""

    slugs: Mapping[int, str]
    lines: list[tuple[bool, str]] = field(default_factory=list)  # whether it is an item, and its words
    words: str = ""
    is_item: bool = False
    claim: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end()
            self.is_item = tag in _ITEMS
        given = dict(attrs)
        if tag == "a" and given.get("linktype") == "claim":
            key = given.get("id") or ""
            self.claim = self.slugs.get(int(key), "") if key.isdecimal() else ""
            self.words += "[" if self.claim else ""
        elif tag == "br":
            self.words += " "

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.claim:
            self.words += f"](claim:{self.claim})"
            self.claim = ""
        elif tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        self.words += data.translate(_BRACKETS)

    def _end(self) -> None:
        said = " ".join(self.words.split())
        if said:
            # Words that begin like an item of a list would be read as one.
            self.lines.append((self.is_item, said if self.is_item else said.removeprefix("- ")))
        self.words, self.is_item = "", False

    def text(self) -> str:
        """The lines that were read: items of a list under each other, paragraphs apart."""
        self._end()
        written = ""
        before = False
        for is_item, said in self.lines:
            if written:
                written += "\n" if is_item and before else "\n\n"
            written += f"- {said}" if is_item else said
            before = is_item
        return written
