"""Compiles catalogues of translated labels: the `django.po` that people write into the `django.mo` that Django reads.

Only what the site's own catalogues use is understood: one form of each label, no plurals and no contexts.
"""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
WRITTEN = "*/locale/*/LC_MESSAGES/django.po"

_LINE = re.compile(r'^(?:(?P<key>msgid|msgstr)\s+)?(?P<text>"(?:[^"\\]|\\.)*")$')
_PLACE = re.compile(r"\{\w*\}")
_MAGIC = 0x950412DE


class CatalogueError(Exception):
    """A catalogue cannot be compiled; the sentence says where and what to do."""


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Compile every catalogue of the package beside itself. Raises :class:`CatalogueError` before any is written."""
    read = {file: read_catalogue(file) for file in sorted(package.glob(WRITTEN))}
    made = []
    for file, labels in read.items():
        compiled = file.with_suffix(".mo")
        compiled.write_bytes(write_compiled(labels))
        made.append(compiled)
    return made


def read_catalogue(file: Path) -> dict[str, str]:
    """Return the labels of a catalogue with their translations; its head stands under the empty label."""
    labels: dict[str, str] = {}
    entry: dict[str, str] = {}
    key = ""
    for number, line in enumerate([*file.read_text(encoding="utf-8").splitlines(), ""], 1):
        where = f"{file.parent.parent.name}/{file.name}, line {number}"
        line = line.strip()
        if not line or line.startswith("#"):
            if entry and not line:
                _take(labels, entry, where)
                entry, key = {}, ""
            continue
        found = _LINE.match(line)
        if found is None or not (found["key"] or key):
            raise CatalogueError(f"{where}: “{line}” is neither a label nor a translation. Write msgid or msgstr.")
        key = found["key"] or key
        if found["key"] and key in entry:
            raise CatalogueError(f"{where}: a second {key}. Leave a line empty between two labels.")
        entry[key] = entry.get(key, "") + str(ast.literal_eval(found["text"]))
    return labels


def _take(labels: dict[str, str], entry: dict[str, str], where: str) -> None:
    if "msgid" not in entry or "msgstr" not in entry:
        raise CatalogueError(f"{where}: the label above has no translation. Write its msgid and its msgstr.")
    said, written = entry["msgid"], entry["msgstr"]
    if said in labels:
        raise CatalogueError(f"{where}: “{said}” is translated twice. Take one away.")
    if said and written and sorted(_PLACE.findall(said)) != sorted(_PLACE.findall(written)):
        raise CatalogueError(f"{where}: the translation of “{said}” has to hold the same words in braces.")
    labels[said] = written


def write_compiled(labels: dict[str, str]) -> bytes:
    """Return a catalogue as GNU gettext lays it out; a label without a translation is left out."""
    kept = sorted((said.encode(), written.encode()) for said, written in labels.items() if written)
    head = struct.pack("<7I", _MAGIC, 0, len(kept), 28, 28 + 8 * len(kept), 0, 28 + 16 * len(kept))
    at = 28 + 16 * len(kept)
    tables, texts = [b"", b""], b""
    for column in (0, 1):
        for pair in kept:
            tables[column] += struct.pack("<2I", len(pair[column]), at)
            texts += pair[column] + b"\0"
            at += len(pair[column]) + 1
    return head + tables[0] + tables[1] + texts
