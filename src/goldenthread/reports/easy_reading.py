"""What an Easy Read edition has to be: a picture with words for each sentence, and sentences that are short."""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import strip_tags

from goldenthread.reports.models import EasyReadPage

#: Guidance on Easy Read asks for ten to fifteen words a sentence.
MOST_WORDS = 15

_END = re.compile(r"[.!?]\s+(?=\S)")


def find_faults_of_easy_read(page: EasyReadPage) -> tuple[str, ...]:
    """Why an Easy Read edition is not published, in sentences, each naming its line."""
    found = []
    if page.report.published_at is None:
        found.append(f"“{page.report.title}” is not published, and an Easy Read edition is read beside it.")
    if not page.sentences_with_pictures:
        found.append("It has no sentence yet.")
    for line in page.sentences_with_pictures:
        words, picture = plain_sentence(line), line["picture"]
        if not words:
            found.append("A line has a picture and no sentence.")
        elif picture is None:
            found.append(f"“{words}” has no picture.")
        elif picture.decorative or not (picture.contextual_alt_text or "").strip():
            found.append(f"The picture of “{words}” has no words for those who cannot see it. Write what it shows.")
    return tuple(found)


def find_advice(page: EasyReadPage) -> tuple[str, ...]:
    """What would make an Easy Read edition easier; it keeps nothing from being published."""
    found = []
    for line in page.sentences_with_pictures:
        words = plain_sentence(line)
        count = len(words.split())
        if count > MOST_WORDS:
            found.append(f"“{words}” has {count} words. Try to say it in {MOST_WORDS}.")
        if _END.search(words):
            found.append(f"“{words}” is more than one sentence. Give each its own line and picture.")
    return tuple(found)


def plain_sentence(line: object) -> str:
    """The sentence of a line without its markup."""
    source = line["sentence"].source  # type: ignore[index]
    return " ".join(unescape(strip_tags(str(source))).split())


def find_easy_read(report_slug: str) -> EasyReadPage | None:
    """The Easy Read edition of a report that everybody can read."""
    found: EasyReadPage | None = EasyReadPage.objects.live().filter(report__slug=report_slug).order_by("-pk").first()
    return found
