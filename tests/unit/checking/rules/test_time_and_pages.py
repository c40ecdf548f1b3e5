"""Dates outside the period, stale and relative; links, notes to colleagues and pictures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.checked_reports import found, subject_of, words
from tests.factories.report_files import NAMESPACE, paragraph, word_package

from goldenthread.checking.check import check_report, choose_rules
from goldenthread.checking.documents import read_document
from goldenthread.checking.facts_files import read_facts
from goldenthread.checking.rules.dead_link import why_dead
from goldenthread.checking.rules.editors_note import why_note
from goldenthread.checking.subject import Subject

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


@given(st.sampled_from(MONTHS), st.integers(2019, 2026))
def test_what_happened_after_the_period_is_found_and_no_other(month: str, year: int) -> None:
    is_after = (year, MONTHS.index(month) + 1) > (2023, 3)
    text = f"In {month} {year} the work was praised by inspectors."
    assert words("outside-period", text) == ([f"In {month} {year}"] if is_after else [])


@pytest.mark.parametrize(
    "text",
    [
        "We will open a hub in July 2023.",
        "A further fair is planned for July 2023.",
        "“In July 2023 I was given a home of my own at last,” said Huw.",
        "The Council Plan for 2023-24 sets out how.",
        "We have paid it since 2014.",
    ],
)
def test_plans_quotations_and_history_are_not_outside(text: str) -> None:
    assert words("outside-period", text) == []


def test_a_claim_bound_to_another_year_has_to_say_so() -> None:
    facts = read_facts("f.csv", b"slug,subject,statistic,value,period\nhomes,Homes,count,68,2019-20\n")
    assert words("outside-period", "We built [68](claim:homes) homes.", facts=facts) == ["68"]
    assert words("outside-period", "In 2019-20 we built [68](claim:homes) homes.", facts=facts) == []
    same = read_facts("f.csv", b"slug,subject,statistic,value,period\nhomes,Homes,count,68,2022-23\n")
    assert words("outside-period", "We built [68](claim:homes) homes.", facts=same) == []


@given(st.integers(2021, 2026), st.sampled_from(MONTHS))
def test_a_future_is_stale_in_the_period_or_before_today(year: int, month: str) -> None:
    number = MONTHS.index(month) + 1
    text = f"We will open a new hub in {month} {year}."
    is_stale = (year, number) < (2023, 6)
    assert bool(found("stale-future", text)) == is_stale
    assert found("stale-future", f"We opened a new hub in {month} {year}.") == []


@pytest.mark.parametrize(
    ("text", "period", "day"),
    [
        ("All staff will be paid it within the next three years.", "2022-23", "31 March 2026"),
        ("We will open it over the next 18 months.", "2022-23", "30 September 2024"),
        ("By the end of this academic year 20 schools will have joined.", "2022-23", "31 August 2023"),
        ("We will publish it next year.", "2024", "31 December 2025"),
        ("Everyone will be asked within two years.", "2024-25", "31 March 2027"),
    ],
)
def test_a_relative_deadline_is_worked_out_and_past_ones_need_a_reason(text: str, period: str, day: str) -> None:
    (before,) = found("relative-deadline", text, period=period, today=date(2023, 4, 1))
    (after,) = found("relative-deadline", text, period=period, today=date(2030, 1, 1))
    assert day in before.message
    assert day in before.fix
    assert (before.severity.value, after.severity.value) == ("warn", "reason")
    assert "already past" in after.message
    assert "already past" not in before.message


@pytest.mark.parametrize(
    "text", ["We did it within three years.", "It will be open by 31 March 2026.", "It grew again."]
)
def test_named_days_and_the_past_are_no_relative_deadlines(text: str) -> None:
    assert found("relative-deadline", text) == []


def test_without_a_period_rules_that_count_from_it_are_left_out() -> None:
    document = read_document("a.md", b"We will do it within the next three years.")
    outcome = check_report(Subject(document, date(2030, 1, 1)))
    assert outcome.left_out["relative-deadline"] == "it needs the report’s period"


TEXT = "# Our year\n\n## What we did\n\nSee [the plan]({}).\n\n<a id='annex'></a>\n\nEnd.\n"


@pytest.mark.parametrize("target", ["#", "", "#nowhere", "##", "https://#", "TBC", "http://"])
def test_links_that_lead_nowhere_are_found(target: str) -> None:
    (one,) = found("dead-link", TEXT.format(target))
    assert one.words == "the plan"
    assert one.sentence == "See the plan."


@pytest.mark.parametrize(
    "target",
    ["#what-we-did", "#our-year", "#annex", "#top", "https://example.org/#x", "plan.pdf", "mailto:a@example.org"],
)
def test_links_that_lead_somewhere_are_let_be(target: str) -> None:
    assert found("dead-link", TEXT.format(target)) == []


def test_a_link_in_a_heading_and_to_a_bookmark_of_word_is_checked() -> None:
    assert words("dead-link", "# Our [plan](#)\n\nWords.") == ["plan"]
    link = '<w:p><w:hyperlink w:anchor="{}"><w:r><w:t>the annex</w:t></w:r></w:hyperlink></w:p>'
    mark = '<w:p><w:bookmarkStart w:id="1" w:name="Annex"/><w:r><w:t>Annex</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    for name, count in (("Annex", 0), ("Gone", 1)):
        document = read_document("a.docx", word_package(link.format(name) + mark))
        assert (why_dead(f"#{name}", document) is not None) == bool(count)
        assert len(check_report(Subject(document, date(2023, 1, 1)), choose_rules(["dead-link"])).findings) == count


NOTES = (
    "These photos will be laid out across two pages.",
    "The chart below needs to be updated before print.",
    "[Insert picture of the opening here]",
    "Quote to be added from the mayor",
    "Number of homes: TBC",
    "We helped XX residents.",
    "We spent £___ on parks.",
    "Note to designer: please use the green box.",
    "Comms to add a link to the film.",
    "Can someone check this figure?",
    "Figures to follow.",
    "Delete before publication.",
    "<name of ward> has the highest need.",
    "Case study awaiting sign-off.",
    "??? homes were built.",
)


@pytest.mark.parametrize("text", NOTES)
def test_notes_to_colleagues_are_found(text: str) -> None:
    assert why_note(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "These photos were taken by residents.",
        "The table below shows what we spent.",
        "New data will be published on our website each year.",
        "Feedback will be used to shape the service.",
        "All plans should be designed with residents.",
        "We will add a map to the website by May.",
        "Ward boundaries were updated in 2022.",
        "Residents can check their bin day online.",
        "The design team won a prize for the new library.",
        "Please note that some figures are rounded.",
        "The pages of this plan are for everyone to read.",
        "Insert the key and turn it to the left.",
        "We asked residents what matters to them [1].",
        "A picture of the borough is emerging.",
        "Links between schools must be strengthened.",
    ],
)
def test_what_a_report_says_to_its_readers_is_no_note(text: str) -> None:
    assert why_note(text) is None


def test_comments_of_word_are_notes() -> None:
    remarks = f'<w:comments {NAMESPACE}><w:comment w:id="0">{paragraph("Is this right?")}</w:comment></w:comments>'
    document = read_document("a.docx", word_package(paragraph("Words."), comments=remarks))
    (one,) = check_report(Subject(document, date(2023, 1, 1)), choose_rules(["editors-note"])).findings
    assert "comment that was left in the file" in one.message
    assert one.words == "Is this right?"


def test_pictures_without_words_or_with_the_name_of_a_file_are_found() -> None:
    text = (
        "# A\n\nWords.\n\n![](a.png)\n\n![IMG_2041.jpg](b.png)\n\n![picture 3](c.png)\n\n![A child at a swing](d.png)\n"
    )
    result = found("bare-picture", text)
    assert [each.section for each in result] == [("A",)] * 3
    assert "has no alternative text" in result[0].message
    assert subject_of(text).document.bare_pictures[0].number == 2
