"""A report as the files a council has it in: the same blocks as Word, as PDF, with notes, changes and passwords."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from goldenthread.checking.documents import Block, Document, Kind
from goldenthread.publishing import document as printed
from goldenthread.publishing.pdf.render import render_pdf

NAMESPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
STYLES = (
    f"<w:styles {NAMESPACE}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/></w:style>'
        for level in range(1, 7)
    )
    + '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
    + '<w:style w:type="paragraph" w:styleId="House"><w:name w:val="House heading"/><w:basedOn w:val="H2"/></w:style>'
    + "</w:styles>"
)


def word_package(body: str, **parts: str) -> bytes:
    """A .docx whose body is the XML given; other parts by name: footnotes, comments."""
    content = {"word/document.xml": f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"}
    content["word/styles.xml"] = STYLES
    content |= {f"word/{name}.xml": xml for name, xml in parts.items()}
    return zip_package({name: xml.encode() for name, xml in content.items()})


def zip_package(parts: Mapping[str, bytes]) -> bytes:
    """A zip file with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph, its text parted into runs as Word parts it."""
    middle = len(text) // 2
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:middle], text[middle:])
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def as_word(document: Document) -> bytes:
    """The document as a .docx: links as hyperlinks, claims as content controls."""
    links: list[str] = []
    body = "".join(_word_block(block, links) for block in document.blocks)
    parts = {"word/document.xml": f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"}
    parts["word/styles.xml"] = STYLES
    parts["word/_rels/document.xml.rels"] = relationships(links)
    return zip_package({name: xml.encode() for name, xml in parts.items()})


def relationships(links: Sequence[str]) -> str:
    """The part of a .docx that says where each hyperlink leads."""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="hyperlink" Target="{escape(target)}" TargetMode="External"/>'
        for number, target in enumerate(links)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{inner}</Relationships>'


def _word_block(block: Block, links: list[str]) -> str:
    match block.kind:
        case Kind.HEADING:
            return marked_paragraph(block, links, f'<w:pStyle w:val="H{block.level}"/>')
        case Kind.ITEM:
            number = f'<w:numPr><w:ilvl w:val="{block.level - 1}"/><w:numId w:val="1"/></w:numPr>'
            return marked_paragraph(block, links, number)
        case Kind.QUOTE:
            return marked_paragraph(block, links, '<w:pStyle w:val="Zitat"/>')
        case Kind.TABLE:
            return word_table(block.rows)
        case _:
            return marked_paragraph(block, links)


def marked_paragraph(block: Block, links: list[str], properties: str = "") -> str:
    """A paragraph with its hyperlinks, and its claims and figures that are none as content controls."""
    if not block.marks:
        return paragraph(block.text, properties)
    inner, at = "", 0
    for mark in block.marks:
        inner += run(block.text[at : mark.start])
        words = run(block.text[mark.start : mark.end])
        if mark.is_link:
            inner += f'<w:hyperlink r:id="rId{len(links)}">{words}</w:hyperlink>'
            links.append(mark.target)
        else:
            tag = f'<w:sdtPr><w:tag w:val="{mark.target}"/></w:sdtPr>'
            inner += f"<w:sdt>{tag}<w:sdtContent>{words}</w:sdtContent></w:sdt>"
        at = mark.end
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}{run(block.text[at:])}</w:p>"


def run(text: str) -> str:
    """A run of letters."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def word_table(rows: Iterable[Sequence[str]]) -> str:
    """A table of Word."""
    cells = (("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row)) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


#: Our own documents refuse links that lead nowhere, which reports of others have: they are put in afterwards.
STAND_IN = "https://example.org/mark/"


def as_pdf(document: Document) -> bytes:
    """The document as a PDF, typeset as our own reports are, with the links that it has."""
    blocks = list(document.blocks)
    opening = []
    while blocks and blocks[0].kind is not Kind.HEADING:
        opening.append(blocks.pop(0))
    made = printed.Document(
        title=document.name, language="en-GB", opening=tuple(_printed(opening)), sections=tuple(_sections(blocks))
    )
    targets = sorted({mark.target for block in document.blocks for mark in block.marks})
    return _with_links(render_pdf(made), targets) if targets else render_pdf(made)


def _with_links(content: bytes, targets: Sequence[str]) -> bytes:
    """The PDF with each stand-in made the link that it stands for."""
    known = {_stand_in(target): target for target in targets}
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for page in writer.pages:
        for each in page.get("/Annots", ()):
            action = each.get_object().get("/A", {})
            if action.get("/URI") in known:
                action[NameObject("/URI")] = TextStringObject(known[action["/URI"]])
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _stand_in(target: str) -> str:
    return STAND_IN + hashlib.sha256(target.encode()).hexdigest()[:16]


def _sections(blocks: Sequence[Block]) -> Iterable[printed.Section]:
    """The blocks from each outermost heading to the next as a section."""
    at = 0
    while at < len(blocks):
        level = blocks[at].level
        end = at + 1
        while end < len(blocks) and not (blocks[end].kind is Kind.HEADING and blocks[end].level <= level):
            end += 1
        inner = blocks[at + 1 : end]
        first = next((n for n, block in enumerate(inner) if block.kind is Kind.HEADING), len(inner))
        yield printed.Section(blocks[at].text, tuple(_printed(inner[:first])), tuple(_sections(inner[first:])))
        at = end


def _printed(blocks: Sequence[Block]) -> Iterable[printed.Block]:
    items: list[printed.Words] = []
    for block in blocks:
        if block.kind is Kind.ITEM:
            items.append(spans(block))
            continue
        if items:
            yield printed.ItemList(tuple(items))
            items = []
        if block.kind is Kind.QUOTE:
            yield printed.Quote(spans(block))
        elif block.kind is not Kind.ALTERNATIVE:
            yield printed.Paragraph(spans(block))
    if items:
        yield printed.ItemList(tuple(items))


def spans(block: Block) -> printed.Words:
    """The words of a block, those that are marked as links."""
    if not block.marks:
        return block.text
    parts: list[printed.Span | str] = []
    at = 0
    for mark in block.marks:
        parts.append(block.text[at : mark.start])
        parts.append(printed.Span(block.text[mark.start : mark.end], link=_stand_in(mark.target)))
        at = mark.end
    return tuple(part for part in (*parts, block.text[at:]) if part)
