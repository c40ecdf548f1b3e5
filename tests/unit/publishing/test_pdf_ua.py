"""PDFs pass a checker of PDF/UA-1 that can fail them, and have what assistive technology goes by."""

import io
from collections.abc import Callable

import page as checker
import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from tests.factories.made_up_documents import every_block

from goldenthread.publishing.document import Document
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.pdf import render_pdf

#: How many rules the checker must know: fewer, and it is another checker than the one that was chosen.
FEWEST_RULES = 100


@pytest.fixture(scope="module")
def document(figures: dict[str, Figure]) -> Document:
    return every_block(figures)


@pytest.fixture(scope="module")
def pdf(document: Document) -> bytes:
    return render_pdf(document)


def check(content: bytes) -> checker.ValidationReport:
    return checker.validate_pdf_bytes(content, profile=checker.ValidationProfile.PDF_UA_1)


def test_a_report_with_every_block_breaks_no_rule(pdf: bytes) -> None:
    report = check(pdf)
    assert [f"{each.rule_id}: {each.message}" for each in report.failures] == []
    assert report.is_compliant
    assert report.rules.total >= FEWEST_RULES


def test_what_the_file_says_of_itself_is_that_profile(pdf: bytes) -> None:
    assert checker.is_pdf_compliant_bytes(pdf)


def every_element(node: object) -> list[DictionaryObject]:
    node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
    if isinstance(node, list):
        return [each for child in node for each in every_element(child)]
    if not isinstance(node, dict):
        return []
    return [*([node] if "/S" in node else []), *(every_element(node["/K"]) if "/K" in node else [])]


def no_language(root: DictionaryObject) -> None:
    del root["/Lang"]


def no_tags(root: DictionaryObject) -> None:
    del root["/StructTreeRoot"]


def not_marked(root: DictionaryObject) -> None:
    del root["/MarkInfo"]


def no_title_shown(root: DictionaryObject) -> None:
    del root["/ViewerPreferences"]


def no_alternative(root: DictionaryObject) -> None:
    for element in every_element(root["/StructTreeRoot"]):
        if element["/S"] == "/Figure":
            element.pop("/Alt", None)


def skipped_heading(root: DictionaryObject) -> None:
    for element in every_element(root["/StructTreeRoot"]):
        if element["/S"] == "/H2":
            element[NameObject("/S")] = NameObject("/H5")


def unknown_kind(root: DictionaryObject) -> None:
    every_element(root["/StructTreeRoot"])[3][NameObject("/S")] = NameObject("/Heading-of-ours")


@pytest.mark.parametrize(
    "spoil", [no_language, no_tags, not_marked, no_title_shown, no_alternative, skipped_heading, unknown_kind]
)
def test_the_checker_notices_what_is_spoilt(pdf: bytes, spoil: Callable[[DictionaryObject], None]) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    whole = io.BytesIO()
    writer.write(whole)
    assert check(whole.getvalue()).is_compliant  # written again it is still whole: what fails below was spoilt
    spoil(writer.root_object)
    spoilt = io.BytesIO()
    writer.write(spoilt)
    assert not check(spoilt.getvalue()).is_compliant


def test_title_language_bookmarks_links_and_alternatives_are_those_of_the_document(
    pdf: bytes, document: Document, figures: dict[str, Figure]
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.root_object["/Lang"]) == (document.title, TextStringObject("en-GB"))
    titles: list[str] = []

    def collect(items: list) -> None:
        for item in items:
            collect(item) if isinstance(item, list) else titles.append(item.title)

    collect(reader.outline)
    assert titles == [section.heading for _, section in _shown(document)]
    elements = every_element(reader.root_object["/StructTreeRoot"])
    told = {str(each["/Alt"]) for each in elements if each["/S"] == "/Figure" and "/Alt" in each}
    assert told == {figures["dumbbell"].alternative_text, figures["map"].alternative_text}
    kinds = {str(each["/S"]) for each in elements}
    assert {"/H1", "/H2", "/H3", "/L", "/Table", "/TH", "/TD", "/Link", "/Note", "/BlockQuote", "/Caption"} <= kinds


def _shown(document: Document):
    def walk(section):
        section = section.as_section(document.labels) if hasattr(section, "as_section") else section
        yield (), section
        for inner in section.sections:
            yield from walk(inner)

    for section in document.all_sections():
        yield from walk(section)


def test_claims_lead_to_their_facts_within_the_file(pdf: bytes, document: Document) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    within = sum(
        1
        for page in reader.pages
        for each in page.get("/Annots", ())
        if each.get_object()["/Subtype"] == "/Link" and "/URI" not in each.get_object().get("/A", {})
    )
    contents, notes, own = 7, 4, 1
    assert within == len(list(document.claims())) + contents + notes + own
