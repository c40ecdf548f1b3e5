"""How many promises of a published annual report the rules find, and how many they see where there are none.

The list was made by hand from the report before the rules were measured. A promise is a sentence in which the council,
a body working for it or one of its plans says what will be done, is planned, aimed at or due to happen; items of a list
under such words count one by one. What is being done already, what a body is for, what work is good for, what the
report says of itself and what residents say are none.
"""

import re
from pathlib import Path

import pytest
from tests.factories.report_files import as_pdf, as_word

from goldenthread.checking.documents import Document, read_document
from goldenthread.checking.promises import Proposal, find_promises

#: By a few words of each; the same words may stand in the summary and again in the introduction.
PROMISED = (
    "this has become a cornerstone of the One Stockport Borough Plan.",
    "this has become a cornerstone of the One Stockport Borough Plan: the",
    "these will be addressed",
    "commits us to treating",
    "will ensure everyone has equal access",
    "will continue to analyse our data",
    "To embed inclusive design principles",
    "invest in new and existing facilities",
    "benefit from regeneration investment at all stages",
    "to shape and lead economic strategy",
    "more inclusive approach to recruitment",
    "cultural offer in the borough",
    "Further work will be carried out",
    "aspires to provide a choice of homes",
    "next one planned is for young disabled",
    "will be paid the RLW",
    "uplifted to pay the RLW",
    "Through 2023, we will work",
    "around 200 affordable houses",
    "aims to provide new local opportunities",
    "to deliver training over the next three years",
    "specific focus on how we engage",
    "residents who have not visited us before",
    "a real role to play for young disabled people",
    "27 schools will have been involved",
    "governor conference due to be held",
    "is now being planned for 2023",
    "committed to offering a range of early help",
    "Family Hubs to develop trust",
    "Youth voice which will be supported",
    "Improved transitions between primary",
    "strong offer of activities and food",
    "Supporting confidence and awareness within schools",
    "are planning an event",
    "take place in the summer of 2023",
    "expected to significantly increase",
    "extend this approach with service users",
    "a piece of work in 2023",
    "Review recruitment and selection processes",
    "Sponsorship of Employee Engagement Groups",
    "Improve data and insights",
    "Refresh EDI training",
    "core of our workforce communications",
    "Implement reverse mentoring",
    "Review coaching and mentoring",
    "Implement a passport scheme",
    "Develop policy for those transitioning",
)

#: The last day of each promise that names a time, worked out by hand for a report on April 2022 to March 2023.
DUE = {
    "commits us to treating": "2024-03-31",
    "Further work will be carried out": "2024-03-31",
    "uplifted to pay the RLW": "2026-03-31",
    "Through 2023, we will work": "2023-12-31",
    "around 200 affordable houses": "2023-03-31",
    "to deliver training over the next three years": "2026-03-31",
    "27 schools will have been involved": "2023-08-31",
    "governor conference due to be held": "2023-03-31",
    "is now being planned for 2023": "2023-12-31",
    "take place in the summer of 2023": "2023-08-31",
    "expected to significantly increase": "2024-03-31",
    "a piece of work in 2023": "2023-12-31",
}


def plain(text: str) -> str:
    """The text with straight marks and one space: a typesetter curls quotation marks."""
    for curled, straight in zip("‘’“”–", "''\"\"-", strict=True):
        text = text.replace(curled, straight)
    return re.sub(r"\s+", " ", text).replace("--", "-")


@pytest.fixture(scope="module")
def report(shared: Path) -> Document:
    path = shared / "seeds" / "S4-fair-and-inclusive-annual-report.md"
    if not path.is_file():
        pytest.skip(f"{path.name} is not in the folder of published reports.")
    return read_document(path.name, path.read_bytes())


@pytest.fixture(scope="module", params=["Markdown", "Word", "PDF"])
def read(request: pytest.FixtureRequest, report: Document) -> Document:
    """The report as each kind of file."""
    if request.param == "Word":
        return read_document("report.docx", as_word(report))
    if request.param == "PDF":
        return read_document("report.pdf", as_pdf(report))
    return report


def test_at_least_95_of_100_promises_are_found_and_none_is_invented(read: Document, report: Document) -> None:
    found = find_promises(read, find_promises(report).period).proposals
    recall, false_alarms = measure(found)
    print(f"{read.kind}: recall {recall:.1%} of {len(PROMISED)}; {len(false_alarms)} false alarms of {len(found)}")
    assert recall >= 0.95, [words for words in PROMISED if not any(words in plain(each.sentence) for each in found)]
    assert len(false_alarms) <= 0.05 * len(found), false_alarms
    text = {block.number: block.text for block in read.blocks}
    for each in found:
        assert text[each.block][each.start :].startswith(each.sentence)
        assert plain(each.sentence) in " ".join(plain(block.text) for block in report.blocks)


def measure(found: tuple[Proposal, ...]) -> tuple[float, list[str]]:
    """The share of the promises that were found, and the proposals that are on no line of the list."""
    sentences = [plain(each.sentence) for each in found]
    hits = [words for words in PROMISED if any(words in sentence for sentence in sentences)]
    return len(hits) / len(PROMISED), [each for each in sentences if not any(words in each for words in PROMISED)]


def test_each_line_of_the_list_stands_in_the_report_once(report: Document) -> None:
    text = plain(report.text())
    assert {words: text.count(words) for words in PROMISED} == dict.fromkeys(PROMISED, 1)


def test_promises_with_a_time_have_the_date_that_a_reader_would_give_them(read: Document, report: Document) -> None:
    period = find_promises(report).period
    assert str(period) == "1 April 2022 to 31 March 2023"
    found = find_promises(read, period).proposals
    dated = {
        words: str(each.due.due_on)
        for words in PROMISED
        for each in found
        if words in plain(each.sentence) and each.due is not None
    }
    assert dated == DUE


def test_the_page_or_the_heading_of_each_promise_is_known(read: Document) -> None:
    found = find_promises(read).proposals
    assert all(each.section for each in found)
    assert all((each.page is not None) == (read.kind == "PDF") for each in found)


#: Plans of other councils, on which no rule was tuned: how many promises a reader counts, and words of some of them.
OTHERS = {
    "S0-fair-borough-plan-page.md": (1, ("We are committed to achieving",)),
    "S1-city-plan-tackling-inequalities.md": (
        15,
        ("Tackling violence and abuse", "Increasing Special", "Children and young people will be protected"),
    ),
    "S2-fairer-action-plan-equality-aim-2.md": (
        5,
        ("make changes based on", "keep them updated", "be clear when", "we will ensure our", "we will create more"),
    ),
    "S3-corporate-plan-our-purpose.md": (
        4,
        ("support democratically", "be responsive", "be accountable", "collaborate,"),
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_councils_words_are_read_as_well(shared: Path, name: str) -> None:
    path = shared / "seeds" / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the folder of published reports.")
    found = [each.sentence for each in find_promises(read_document(name, path.read_bytes())).proposals]
    count, words = OTHERS[name]
    assert count <= len(found) <= count + 1
    assert all(any(each in sentence for sentence in found) for each in words)
