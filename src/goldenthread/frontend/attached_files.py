"""Whether a file that somebody attaches is what its name says, and small enough to keep."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_BYTES = 5_000_000

#: Each ending with its content type and what such files begin with; text has no such beginning.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
}

ENDINGS = tuple(f".{ending}" for ending in KINDS)


class FileRefused(ValueError):
    """The file cannot be kept; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that has been checked."""

    name: str
    content_type: str
    content: bytes


def check_file(name: str, content: bytes) -> EvidenceFile:
    """The file, if it may be kept. Raises :class:`FileRefused`."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in KINDS:
        raise FileRefused(f"Choose a file that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")
    if not content:
        raise FileRefused(f"{name} is empty. Choose it again.")
    if len(content) > LARGEST_BYTES:
        raise FileRefused(f"{name} has {len(content) / 1e6:.1f} MB and the limit is 5 MB. Attach a smaller one.")
    content_type, beginnings = KINDS[ending]
    if beginnings and not content.startswith(beginnings):
        raise FileRefused(f"{name} is not what its ending says. Save it anew as {ending} and attach that.")
    if not beginnings and not _is_text(content):
        raise FileRefused(f"{name} is not plain text. Save it as UTF-8 text and attach that.")
    if not name.isprintable():
        raise FileRefused("The file’s name has characters that cannot be shown. Name it anew.")
    stem = name[: -len(ending) - 1]
    return EvidenceFile(f"{stem[: 149 - len(ending)]}.{ending}", content_type, content)


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
