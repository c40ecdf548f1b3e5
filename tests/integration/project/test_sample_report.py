"""The sample council's report has every kind of block the model knows, in every format."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import docx
import pypdf
import pytest

from goldenthread.project.sample import create_demo
from goldenthread.publishing.document import Block, CaseStudy, Document, Section, as_section
from goldenthread.reports.models import AnnualReport
from goldenthread.reports.typesetting import make_report_document
from goldenthread.samples.alderbrook.report_content import load_report

#: The code under which the sample draws its own place.
ALDERBROOK = "X06000001"


def every_kind(document: Document) -> Iterator[type]:
    """The kinds of everything that is drawn, annexes and the evidence among it, and of the sections that are told."""

    def within(each: Section | CaseStudy) -> Iterator[type]:
        yield type(each)
        section = as_section(each, document.labels)
        yield from (type(block) for block in section.blocks)
        for inner in section.sections:
            yield from within(inner)

    yield from (type(block) for block in document.opening)
    for each in (*document.sections, *document.all_sections()):
        yield from within(each)


@pytest.mark.django_db
def test_every_kind_of_block_is_in_the_report_and_it_is_published_in_four_formats(
    client: Any, settings: Any, tmp_path: Any
) -> None:
    settings.EVIDENCE_STORE, settings.MEDIA_ROOT = tmp_path / "evidence", tmp_path / "media"
    settings.COUNCIL = replace(settings.COUNCIL, code=ALDERBROOK)
    create_demo()
    report = AnnualReport.objects.get(slug=load_report().slug)
    edition = report.editions.get()
    document = make_report_document(report, edition=edition)
    wanted = {*get_args(Block), CaseStudy, Section}
    missing = sorted(kind.__name__ for kind in wanted - set(every_kind(document)))
    assert not missing, f"Alderbrook's report shows no {', '.join(missing)}: add one to report.yaml."
    address = report.get_absolute_url()
    page = client.get(address).content.decode()
    markdown = client.get(f"{address}markdown/").content.decode()
    word = docx.Document(io.BytesIO(client.get(f"{address}word/").content))
    in_word = "\n".join(
        [*(each.text for each in word.paragraphs), *(cell.text for table in word.tables for cell in table._cells)]
    )
    pdf = pypdf.PdfReader(io.BytesIO(client.get(f"{address}pdf/").content))
    in_pdf = " ".join(" ".join(each.extract_text() for each in pdf.pages).split())
    for said in (
        "Case study: The letter behind the clock",
        "They ring before they come now.",
        "Households that cannot afford to keep warm, by ward",
        "The wards on the map, the highest first",
        "The gaps we watch most closely, at a glance",
    ):
        for name, text in (("page", page), ("Markdown", markdown), ("Word", in_word), ("PDF", in_pdf)):
            assert said in " ".join(text.split()), f"{name} does not say “{said}”"
    pictures = [each.get("descr") for each in word.element.iter() if each.tag.endswith("}docPr")]
    assert sum("Map of 21 areas" in each for each in pictures) == 2
    assert all(each.strip() for each in pictures)
