"""The files a council's own site begins with: who the council is, and what has to stay secret."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from goldenthread.frontend.council import Council

PLACE_WORDS = {"E06": "area", "E07": "district", "E08": "borough", "E09": "borough", "E10": "county"}
"""What a place is called in a sentence, by the kind its code names; a council can write another word."""


def council_toml(council: Council) -> str:
    """The council's file, with every setting it may fill in and what each is for."""
    settings = [
        ("name", "in full, as on the council's letters"),
        ("short_name", "as people say it"),
        ("code", "the official code of its area: the key to its evidence"),
        ("place_word", "what the place is called in a sentence: borough, city, county, district, area"),
        ("phone", "shown on every page for people who would rather call"),
        ("phone_hours", "for example: Monday to Friday, 8am to 6pm"),
        ("textphone", "for Relay UK: 18001 and the number"),
        ("email", "for questions about the site"),
        ("library_route", "a sentence: which libraries help people who would rather not use the website"),
        ("address", "for letters and visits"),
        ("website", "the council's own website"),
        ("accent", "one colour, readable on white; it is checked when the site starts"),
        ("logo", "a file beside this one, SVG or PNG; empty: the name stands alone"),
        ("accessibility_audit", "what an outside audit found, in a sentence with its date"),
    ]
    lines = ["# Whose site this is. Change it and start the site again.", ""]
    for name, what in settings:
        value = str(getattr(council, name)).replace("\\", "\\\\").replace('"', '\\"')
        lines += [f"# {what}", f'{name} = "{value}"', ""]
    if council.is_invented:
        lines += ["# the place does not exist, and every page says so", "is_invented = true", ""]
    return "\n".join(lines)


def site_environment(*, hosts: str, database_url: str, https: bool) -> str:
    """The site's secret settings, for a file that only its owner can read."""
    lines = [
        "# Secret: whoever has this file can sign in as anybody. `goldenthread-site run` reads it;",
        "# a variable that is set already wins.",
        f"GOLDENTHREAD_SECRET_KEY={secrets.token_urlsafe(50)}",
        f"GOLDENTHREAD_HOSTS={hosts}",
        f"GOLDENTHREAD_HTTPS={'yes' if https else 'no'}",
    ]
    if https:
        lines += [
            "# The web server in front adds HTTPS. It has to set the header X-Forwarded-Proto itself and to throw away",
            "# one that a browser sends, for the site believes it.",
            "GOLDENTHREAD_BEHIND_PROXY=yes",
        ]
    if database_url:
        lines.append(f"DATABASE_URL={database_url}")
    return "\n".join(lines) + "\n"


def write_once(path: Path, content: str, *, secret: bool = False) -> bool:
    """Write a file that does not exist yet, readable by its owner alone where it is secret. Whether it did."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
    return True


def read_environment(path: Path) -> dict[str, str]:
    """The settings in an environment file: one NAME=value a line, # begins a comment."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, sign, value = text.partition("=")
        if not sign or not name.isidentifier():
            raise ValueError(f"{path}, line {number}: expected NAME=value, found {text!r}.")
        found[name] = value
    return found


def use_environment(found: Mapping[str, str]) -> None:
    """Set what is not set already."""
    for name, value in found.items():
        os.environ.setdefault(name, value)
