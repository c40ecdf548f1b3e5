"""The stories of Alderbrook and who agreed to them, as data."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class SampleConsent:
    """An invented agreement of an invented person."""

    reference: str
    alias: str
    scopes: list[str]
    channels: list[str]
    wording: str
    form_reference: str
    given_on: date
    until: date
    name: str = ""
    contact: str = ""
    withdrawn_on: date | None = None
    withdrawn_how: str = ""


@dataclass(frozen=True)
class SampleStory:
    """An invented story, by whose agreement it is told, and what was weighed before it was approved."""

    title: str
    slug: str
    told_on: date
    summary: str
    is_name_changed: bool
    consents: list[str]
    weighed: str
    body: tuple[dict[str, Any], ...]
    translations: dict[str, list[list[str]]] = field(default_factory=dict)
    """By language: how each sentence or paragraph begins in English, and the whole of it in the other language."""


@dataclass(frozen=True)
class SampleStories:
    """Everything that is told of people."""

    consents: tuple[SampleConsent, ...]
    stories: tuple[SampleStory, ...]


@cache
def load_stories() -> SampleStories:
    """Return Alderbrook's consents and stories."""
    text = (files("goldenthread.samples.alderbrook") / "stories.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    stories = (
        SampleStory(**{**each, "body": tuple(each["body"]), "weighed": each["weighed"].strip()})
        for each in content["stories"]
    )
    return SampleStories(tuple(SampleConsent(**each) for each in content["consents"]), tuple(stories))
