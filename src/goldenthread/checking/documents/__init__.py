"""Word, PDF and Markdown files in, one kind of document out."""

from goldenthread.checking.documents.apart import read_apart
from goldenthread.checking.documents.model import Block, Document, DocumentRefused, Kind
from goldenthread.checking.documents.reading import read_document

__all__ = ["Block", "Document", "DocumentRefused", "Kind", "read_apart", "read_document"]
