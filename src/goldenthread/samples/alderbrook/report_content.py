"""What Alderbrook's editors wrote, as data: the words of a report and the front page."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class SampleReport:
    """The report's words by the place where they stand, what is placed between them, and what is written around it."""

    slug: str
    title: str
    starts_on: date
    ends_on: date
    texts: dict[str, str]
    reasons: dict[str, str]
    blocks: list[dict[str, str]]
    front_page: dict[str, str]


@cache
def load_report() -> SampleReport:
    """Return Alderbrook's report and front page."""
    text = (files("goldenthread.samples.alderbrook") / "report.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    texts = {place: words.strip() for place, words in content.pop("texts").items()}
    front_page = {name: words.strip() for name, words in content.pop("front_page").items()}
    return SampleReport(texts=texts, front_page=front_page, **content)
