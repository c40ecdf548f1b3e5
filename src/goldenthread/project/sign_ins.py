"""Who can sign in to the demonstration: made with it, kept beside it and printed at each start."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class SignIn:
    """An invented person of the demonstration. The password guards nothing."""

    role: str
    email: str
    password: str


def keep(path: Path, sign_ins: Iterable[SignIn]) -> None:
    """Write the sign-ins down; the file's being there means that the demonstration is whole."""
    content = json.dumps([asdict(sign_in) for sign_in in sign_ins], indent=2)
    unfinished = path.with_suffix(".new")
    unfinished.write_text(content, encoding="utf-8")
    unfinished.replace(path)


def kept(path: Path) -> list[SignIn]:
    """The sign-ins that were written down; none when the demonstration has not been made."""
    if not path.exists():
        return []
    return [SignIn(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
