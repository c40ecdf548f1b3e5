"""Links, claims, figures that are none, and pictures without words, in Markdown, Word and PDF alike."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from tests.factories.report_files import as_pdf, as_word, paragraph, word_package

from goldenthread.checking.documents import Document, read_document
from goldenthread.checking.documents.marks import Mark, Marking, target_of_bookmark

REPORT = b"""# Year

## Gaps

A gap of [almost 11 years](claim:gap) between the [23](not-a-claim) wards, and a sentence long enough
to go over the end of a line with [a link that may be parted at its end because it is long](https://example.org/plan).
See [here](#) or [above](#gaps).

- [Over 2,000](claim:homes) homes
- [](claim:to-be-written)
"""


def marked(document: Document) -> list[tuple[str, str]]:
    return [(block.text[mark.start : mark.end], mark.target) for block in document.blocks for mark in block.marks]


MARKED = [
    ("almost 11 years", "claim:gap"),
    ("23", "not-a-claim"),
    ("a link that may be parted at its end because it is long", "https://example.org/plan"),
    ("here", "#"),
    ("above", "#gaps"),
    ("Over 2,000", "claim:homes"),
]


def test_markdown_marks_stand_where_their_words_do() -> None:
    document = read_document("year.md", REPORT)
    assert marked(document) == [*MARKED, ("", "claim:to-be-written")]
    assert document.anchors == {"year", "gaps"}
    assert Document.from_plain(json.loads(json.dumps(document.as_plain()))) == document


@pytest.mark.parametrize("kind", ["Word", "PDF"])
def test_word_and_pdf_keep_the_same_marks(kind: str) -> None:
    source = read_document("year.md", REPORT)
    made = as_word(source) if kind == "Word" else as_pdf(source)
    document = read_document(f"year.{'docx' if kind == 'Word' else 'pdf'}", made)
    assert document.kind == kind
    assert [each for each in marked(document) if each[0]] == MARKED


def test_a_claim_in_a_cell_stands_in_the_text_of_its_table() -> None:
    document = read_document(
        "t.md", b"| Ward | Jobs |\n| --- | --- |\n| Mill | [41](claim:jobs) |\n|  | [7](not-a-claim) |\n"
    )
    assert document.blocks[0].rows == (("Ward", "Jobs"), ("Mill", "41"), ("", "7"))
    assert marked(document) == [("41", "claim:jobs"), ("7", "not-a-claim")]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def bookmark(number: int, name: str, inner: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def test_word_bookmarks_bind_words_also_where_they_overlap() -> None:
    body = (
        f"<w:p>{run('We built ')}{bookmark(1, 'claim_new_homes', run('68'))}{run(' homes in ')}"
        f"{bookmark(2, 'not_a_claim_1', run('2'))}{run(' places. ')}"
        f'<w:bookmarkStart w:id="3" w:name="claim:a"/>{run("ten ")}<w:bookmarkStart w:id="4" w:name="claim:b"/>'
        f'{run("of 20")}<w:bookmarkEnd w:id="3"/>{run(" wards")}<w:bookmarkEnd w:id="4"/>'
        f"{bookmark(5, '_Toc1', run('.'))}</w:p>"
    )
    document = read_document("a.docx", word_package(body))
    assert document.blocks[0].text == "We built 68 homes in 2 places. ten of 20 wards."
    assert marked(document) == [
        ("68", "claim:new-homes"),
        ("2", "not-a-claim"),
        ("ten of 20", "claim:a"),
        ("of 20 wards", "claim:b"),
    ]
    assert "_Toc1" in document.anchors


def test_word_content_controls_bind_a_paragraph_and_a_cell() -> None:
    control = '<w:sdt><w:sdtPr><w:alias w:val="claim:{}"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    count = control.format("cell", paragraph("68"))
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('Homes')}</w:tc><w:tc>{count}</w:tc></w:tr></w:tbl>"
    document = read_document("a.docx", word_package(control.format("whole", paragraph("68 homes")) + cell))
    assert marked(document) == [("68 homes", "claim:whole"), ("68", "claim:cell")]
    assert document.blocks[1].rows == (("Homes", "68"),)


def test_letters_that_readers_set_are_taken_out_of_what_a_file_brings() -> None:
    document = read_document("a.md", "Ten\ue0f0\U000f0000 homes and [20](claim:x)\ue0f1 more".encode())
    assert document.blocks[0].text == "Ten homes and 20 more"
    assert marked(document) == [("20", "claim:x")]


@given(
    st.lists(st.tuples(st.text("ab ", max_size=4), st.sampled_from(["", "claim:x", "#"])), min_size=1, max_size=8),
)
def test_marks_enclose_the_words_that_were_between_their_letters(pieces: list[tuple[str, str]]) -> None:
    marking = Marking()
    made, expected = "", []
    for number, (words, target) in enumerate(pieces):
        word = f"{number}{words.strip()}{number}"
        if target:
            at = len(marking.targets)
            made += f"{words} {marking.open(target)}{word}{marking.close(at)} "
            expected.append((word, target))
        else:
            made += f" {word} {words}"
    text, marks = marking.take(" ".join(made.split()))
    assert text == " ".join(text.split())
    assert [(" ".join(text[each.start : each.end].split()), each.target) for each in marks] == [
        (" ".join(word.split()), target) for word, target in expected
    ]


@pytest.mark.parametrize("name", ["claims", "_GoBack", "claimed_2", "Not a claim", ""])
def test_other_bookmarks_bind_nothing(name: str) -> None:
    assert target_of_bookmark(name) is None


DRAWING = (
    '<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><wp:inline><wp:docPr id="1" {}>{}</wp:docPr>'
    "<a:graphic>{}</a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
DECORATIVE = (
    '<a:ext xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"><adec:decorative val="1"/></a:ext>'
)

OLDER = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata/></v:shape></w:pict></w:r></w:p>'
)


def test_pictures_without_words_are_known_in_markdown_and_word() -> None:
    document = read_document("a.md", b"# A\n\nWords.\n\n![](a.png)\n\n![Children reading](b.png)")
    assert [(each.number, each.section) for each in document.bare_pictures] == [(2, ("A",))]
    body = (
        paragraph("Words.")
        + DRAWING.format("", "", "<pic:pic/>")
        + DRAWING.format('descr="Children reading"', "", "<pic:pic/>")
        + DRAWING.format("", DECORATIVE, "<pic:pic/>")
        + DRAWING.format("", "", "<wps/>")
        + OLDER
    )
    word = read_document("a.docx", word_package(body))
    assert [block.text for block in word.blocks] == ["Words.", "Children reading"]
    assert [each.number for each in word.bare_pictures] == [1, 2]


def test_a_picture_in_a_pdf_without_tags_has_no_words() -> None:
    made = io.BytesIO()
    Image.effect_noise((120, 120), 50).convert("RGB").save(made, "PDF")
    picture = PdfReader(made).pages[0]
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf(read_document("a.md", b"# A\n\nSome words.")))))
    writer.pages[0].merge_page(picture)
    del writer.root_object[NameObject("/StructTreeRoot")]
    out = io.BytesIO()
    writer.write(out)
    assert [each.page for each in read_document("a.pdf", out.getvalue()).bare_pictures] == [1]


def test_a_link_of_a_pdf_to_a_place_that_is_not_there_is_no_anchor() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf(read_document("a.md", b"# A\n\nSome words.")))))
    page = writer.pages[0]
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(each) for each in (0, 0, *page.mediabox.upper_right)]),
            NameObject("/Dest"): TextStringObject("nowhere"),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    out = io.BytesIO()
    writer.write(out)
    document = read_document("a.pdf", out.getvalue())
    assert ("Some words.", "#nowhere") in marked(document)
    assert "nowhere" not in document.anchors


def test_a_mark_knows_what_it_is() -> None:
    claim, none, link = Mark(0, 2, "claim:gap"), Mark(0, 2, "not-a-claim"), Mark(0, 2, "#gap")
    assert [each.claim for each in (claim, none, link)] == ["gap", None, None]
    assert [each.is_not_a_claim for each in (claim, none, link)] == [False, True, False]
    assert [each.is_link for each in (claim, none, link)] == [False, False, True]
