"""Tells what kind of document a file is and reads it."""

from __future__ import annotations

from goldenthread.checking.documents.markdown_files import read_markdown
from goldenthread.checking.documents.model import Document, DocumentRefused

#: A report with photographs fits; larger ones can be made smaller by whoever saves them.
LARGEST_BYTES = 30_000_000
ENDINGS = (".docx", ".pdf", ".md", ".markdown", ".txt")

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"


def read_document(name: str, content: bytes) -> Document:
    """The document in a file: Word, PDF or Markdown, told by its content. Raises :class:`DocumentRefused`.

    Files that strangers send are read by :func:`goldenthread.checking.documents.read_apart`.
    """
    name = file_name(name)
    if not content:
        raise DocumentRefused(f"{name} is empty. Choose it again.")
    if len(content) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        raise DocumentRefused(
            f"{name} has {len(content) / 1e6:.0f} MB and the limit is {limit} MB. Save it with smaller pictures."
        )
    if content.startswith(_OLD_OFFICE):
        raise DocumentRefused(
            f"{name} is an old Word document (.doc) or has a password. Save it as .docx, without a password."
        )
    # What reads them is imported by the process that does: it takes a third of a second, and the site never does.
    if _PDF in content[:1024]:
        from goldenthread.checking.documents.pdf_files import read_pdf

        return read_pdf(name, content)
    if content.startswith(_ZIP):
        from goldenthread.checking.documents.word_files import read_word

        return read_word(name, content)
    if name.lower().endswith(ENDINGS[2:]):
        return read_markdown(name, content)
    raise DocumentRefused(
        f"{name} is not a report that can be read. Choose a Word document (.docx), a PDF or a Markdown file (.md)."
    )


def file_name(name: str) -> str:
    """The name of the file without the folders it lay in."""
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip() or "The file"
