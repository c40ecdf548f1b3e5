"""Which sentences promise, by which rule; and which look like promises and are none."""

import pytest

from goldenthread.checking.documents import read_document
from goldenthread.checking.periods import financial_year
from goldenthread.checking.promises import BY_DATE, LISTED, Harvest, find_promises


def harvest(text: str) -> Harvest:
    return find_promises(read_document("report.md", text.encode()), financial_year(2023))


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("We will open a second hub.", "will"),
        ("A second hub will be opened.", "will"),
        ("We’ll open a second hub.", "will"),
        ("We won’t close a library.", "will"),
        ("The council is going to open a second hub.", "going to"),
        ("We remain fully committed to closing the gap.", "committed to"),
        ("The council pledges to close the gap.", "committed to"),
        ("The hub is due to open in May.", "due, expected or set to"),
        ("The works are scheduled for June.", "due, expected or set to"),
        ("The team is planning to visit every school.", "plan or intend to"),
        ("We intend to visit every school.", "plan or intend to"),
        ("Another fair is planned.", "plan or intend to"),
        ("We aim to halve the gap.", "aim to"),
        ("Our goal is to halve the gap.", "aim to"),
        ("We have money to train forty people over the next two years.", "in the time to come"),
        ("Halve the gap by 2026.", BY_DATE),
    ],
)
def test_each_rule_finds_its_promise(sentence: str, rule: str) -> None:
    found = harvest(f"Before. {sentence} After that, nothing.").proposals
    assert [(each.sentence, each.rule) for each in found] == [(sentence, rule)]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("There was the political will to act.", "noun"),
        ("It helps people who will struggle to pay.", "which or who"),
        ("The plan says how we will meet the target.", "how, what or whether"),
        ("We will need to think about it.", "necessary"),
        ("This will help us to understand the gap.", "good for"),
        ("This report will describe our year.", "speaks of itself"),
        ("You will find the list at the end.", "reader"),
        ("Many people will always find it hard.", "in general"),
        ("The Government will publish a paper.", "somebody else"),
        ("The hub was due to open in May.", "was so then"),
        ("We ran a scheme which aims to raise standards.", "which people or things"),
        ("Will you help us?", "question"),
        ("“We will never forget that day,” a resident said.", "quoted"),
    ],
)
def test_what_only_looks_like_a_promise_is_passed_over_with_the_reason(sentence: str, reason: str) -> None:
    found = harvest(f"Before. {sentence} After that, nothing.")
    assert [each.sentence for each in found.proposals] == []
    assert [each.sentence for each in found.passed_over] == [sentence]
    assert reason in found.passed_over[0].reason


@pytest.mark.parametrize(
    "sentence",
    [
        "We opened a hub, which would have closed otherwise.",
        "Poor health is due to poverty.",
        "The rise is mostly due to cuts.",
        "The gap fell by 2026 pounds and was gone by 2025.",
        "We are working with schools.",
        "Our plans are on the website.",
        "We set a goal in 2021.",
    ],
)
def test_statements_are_not_even_looked_at(sentence: str) -> None:
    found = harvest(sentence)
    assert (found.proposals, found.passed_over) == ((), ())


def test_items_under_words_that_promise_are_promises_and_the_words_are_their_lead() -> None:
    found = harvest("Next year we will:\n\n- open a hub;\n- train ten people by May 2025;\n\nWe did:\n\n- a lot\n")
    assert [(each.sentence, each.rule, each.lead) for each in found.proposals] == [
        ("open a hub;", LISTED, "Next year we will:"),
        ("train ten people by May 2025;", LISTED, "Next year we will:"),
    ]
    assert [str(each.due.due_on) for each in found.proposals if each.due] == ["2025-03-31", "2025-05-31"]


def test_items_under_a_heading_of_goals_are_promises_but_what_was_done_is_not() -> None:
    found = harvest("## 4.1 Our goals\n\n- To open a hub\n- We have opened one already\n\n## Done\n\n- A fair\n")
    assert [each.sentence for each in found.proposals] == ["To open a hub"]


def test_cells_under_a_heading_that_promises_are_promises() -> None:
    found = harvest("| Ward | What we did | What we will do next |\n|---|---|---|\n| Mill | A fair | Open a hub |\n")
    assert [(each.sentence, each.lead) for each in found.proposals] == [("Open a hub", "What we will do next")]
    document = read_document("a.md", b"| Ward | Next steps |\n|---|---|\n| Open | Open |\n")
    (only,) = find_promises(document).proposals
    assert document.blocks[0].text[only.start :] == "Open"
    assert only.start > document.blocks[0].text.index("Open")


def test_quotations_set_apart_are_residents_words() -> None:
    found = harvest("> The staff will do anything for us.\n")
    assert found.proposals == ()
    assert [each.reason for each in found.passed_over] == ["somebody is quoted"]


def test_the_period_is_taken_from_the_report_when_none_is_given() -> None:
    found = find_promises(read_document("a.md", b"# Report 2022-23\n\nWe will do it within two years."))
    assert str(found.period) == "1 April 2022 to 31 March 2023"
    assert str(found.proposals[0].due and found.proposals[0].due.due_on) == "2025-03-31"
