"""Parses XML from strangers: a document that defines entities, or is nested beyond reason, is refused."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from goldenthread.checking.documents.model import DocumentRefused

#: Word nests about ten deep; tables within text boxes twice that.
DEEPEST = 200
MOST_ELEMENTS = 3_000_000


def parse_xml(name: str, content: bytes) -> Element:
    """The tree of an XML file. No entity is ever expanded: a document type, which could define one, is refused."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = elements = 0

    def refuse(*_: object) -> None:
        raise DocumentRefused(f"{name} defines entities, which no Word document does. Save it anew in Word.")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            raise DocumentRefused(f"{name} is nested deeper or longer than any report. Save it anew in Word.")
        builder.start(_qualified(tag), {_qualified(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(tag))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise DocumentRefused(f"{name} is damaged ({error}). Open it in Word and save it anew.") from None
    return builder.close()


def _qualified(tag: str) -> str:
    return "{" + tag if "}" in tag else tag
