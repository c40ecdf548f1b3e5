"""Alderbrook's report in Easy Read, as data."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class SampleEasyRead:
    """Each line is a heading, a sentence with its picture and what it shows, or a word with its meaning."""

    title: str
    slug: str
    report: str
    lines: tuple[dict[str, str], ...]


@cache
def load_easy_read() -> SampleEasyRead:
    """Return the Easy Read edition of Alderbrook's report."""
    text = (files("goldenthread.samples.alderbrook") / "easy_read.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return SampleEasyRead(**{**content, "lines": tuple(content["lines"])})
