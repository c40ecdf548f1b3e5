"""Word, PDF and Markdown files in, one kind of document out."""

from goldenthread.checking.documents.apart import read_apart, read_returned_apart
from goldenthread.checking.documents.model import Block, Document, DocumentRefused, Kind
from goldenthread.checking.documents.reading import read_document
from goldenthread.checking.documents.returned import Change, ChangeKind, Comment, Fate, Returned, ReturnedClaim
from goldenthread.checking.documents.returned_word import read_returned

__all__ = [
    "Block",
    "Change",
    "ChangeKind",
    "Comment",
    "Document",
    "DocumentRefused",
    "Fate",
    "Kind",
    "Returned",
    "ReturnedClaim",
    "read_apart",
    "read_document",
    "read_returned",
    "read_returned_apart",
]
