"""Reads a stranger's file in a process of its own, which may neither run for ever nor fill the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from goldenthread.checking.documents.model import Document, DocumentRefused
from goldenthread.checking.documents.reading import file_name, read_document
from goldenthread.checking.documents.returned import Returned
from goldenthread.checking.documents.returned_plain import returned_as_plain, returned_from_plain

#: A report of two hundred pages takes about a minute; a machine with other work to do is slower.
LONGEST_SECONDS = 240
MOST_MEMORY = 1_500_000_000
MODULE = "goldenthread.checking.documents"
#: How a file is read: for what it says, or for what was changed in it since it went out.
REPORT, RETURNED = "report", "returned"


def read_apart(name: str, content: bytes, *, seconds: int = LONGEST_SECONDS) -> Document:
    """The document in a file, or :class:`DocumentRefused`, within so many seconds whatever the file holds."""
    return Document.from_plain(_read(file_name(name), content, REPORT, seconds))


def read_returned_apart(name: str, content: bytes, *, seconds: int = LONGEST_SECONDS) -> Returned:
    """What a returned Word file says, or :class:`DocumentRefused`, within so many seconds whatever it holds."""
    return returned_from_plain(_read(file_name(name), content, RETURNED, seconds))


def _read(name: str, content: bytes, way: str, seconds: int) -> dict[str, Any]:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file's name is an argument, not a command
            [sys.executable, "-m", MODULE, name, str(seconds), way],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise _too_heavy(name, seconds) from None
    if done.returncode == 0:
        plain: dict[str, Any] = json.loads(done.stdout)
        return plain
    if done.returncode == REFUSED:
        raise DocumentRefused(done.stdout.decode("utf-8"))
    raise _too_heavy(name, seconds)


#: What the process ends with when it has refused the file in a sentence.
REFUSED = 3


def _too_heavy(name: str, seconds: int) -> DocumentRefused:
    return DocumentRefused(
        f"{name} could not be read within {seconds} seconds and a fixed amount of memory. "
        "Save it anew without pictures, or as a Word document, and try again."
    )


def answer(name: str, content: bytes, seconds: int, way: str = REPORT) -> int:
    """What the process apart does: prints the document as JSON, or why it is refused; returns the exit code."""
    _limit(seconds)
    try:
        plain = _returned(name, content) if way == RETURNED else read_document(name, content).as_plain()
    except DocumentRefused as refused:
        sys.stdout.write(str(refused))
        return REFUSED
    json.dump(plain, sys.stdout, ensure_ascii=False)
    return 0


def _returned(name: str, content: bytes) -> dict[str, Any]:
    from goldenthread.checking.documents.returned_word import read_returned

    return returned_as_plain(read_returned(name, content))


def _limit(seconds: int) -> None:
    """Let this process use no more time and memory than that, where the system can hold it to them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
