"""What Alderbrook's editors wrote, as data: the words of a report, the front page and stories."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class SampleStory:
    """An invented story, and the invented agreement of the person in it."""

    title: str
    slug: str
    told_on: date
    summary: str
    is_name_changed: bool
    consent_reference: str
    consent_given_on: date
    consent_until: date
    body: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class SampleReport:
    """The report's words by the place where they stand, and what is written around it."""

    slug: str
    title: str
    starts_on: date
    ends_on: date
    texts: dict[str, str]
    reasons: dict[str, str]
    front_page: dict[str, str]
    stories: tuple[SampleStory, ...]


@cache
def load_report() -> SampleReport:
    """Return Alderbrook's report, front page and stories."""
    text = (files("goldenthread.samples.alderbrook") / "report.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    stories = tuple(SampleStory(**{**story, "body": tuple(story["body"])}) for story in content.pop("stories"))
    texts = {place: words.strip() for place, words in content.pop("texts").items()}
    front_page = {name: words.strip() for name, words in content.pop("front_page").items()}
    return SampleReport(texts=texts, front_page=front_page, stories=stories, **content)
