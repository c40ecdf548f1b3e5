"""Reads what went out for comment and what came back of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldenthread.checking.documents import Returned
from goldenthread.checking.documents.returned import Paragraph
from goldenthread.checking.documents.returned_beside import with_words
from goldenthread.checking.documents.returned_plain import (
    paragraphs_as_plain,
    paragraphs_from_plain,
    returned_from_plain,
)
from goldenthread.checking.documents.returned_word import read_returned
from goldenthread.reports.comparing import Comparison
from goldenthread.reports.models import CommentRound, ReturnedFile


def read_sent(content: bytes) -> list[dict[str, Any]]:
    """Return the paragraphs of our own Word file as they are kept of a round."""
    return paragraphs_as_plain(with_words(read_returned("the file that goes out", content).paragraphs))


def compare(one: ReturnedFile) -> Comparison:
    """Hold a file that came back beside what went out."""
    return compare_with(one.round, returned_from_plain(one.reading))


def compare_with(sent: CommentRound, returned: Returned) -> Comparison:
    """Hold what a file says beside what went out."""
    paragraphs: tuple[Paragraph, ...] = paragraphs_from_plain(sent.paragraphs)
    texts: Mapping[str, str] = sent.texts
    return Comparison(returned, paragraphs, texts)
