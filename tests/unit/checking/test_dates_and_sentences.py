"""Sentences are parted without changing a letter; words of time become days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.checking.dates import find_deadlines, resolve, why_unknown
from goldenthread.checking.periods import ReportPeriod, financial_year, months_after, parse_period
from goldenthread.checking.quotations import is_quoted, quoted_spans
from goldenthread.checking.sentences import split_sentences

YEAR = financial_year(2022)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("We spent £2.6m on 1.5 posts. More will come.", 2),
        ("Dr. Lee and Cllr. Khan met, e.g. on St. Mary’s Road. They will meet again.", 2),
        ("See No. 10 and p. 4 for more.", 1),
        ("There is no. The end.", 2),
        ("We work with J. B. Priestley School. It will grow.", 2),
        ("‘It is good.’ She said so.", 2),
        ("Wait... It gave me hope.", 2),
        ("Housing Ltd. The tenants agreed.", 2),
        ("from 1 Jan. 2024 on", 1),
        ("Extend the hours;", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@given(st.text(alphabet="AbC .!?’”…'\n1", max_size=80))
def test_no_letter_is_lost_or_changed_by_parting(text: str) -> None:
    found = split_sentences(text)
    assert "".join("".join(each.text.split()) for each in found) == "".join(text.split())
    assert all(text[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("within the next three years", "2026-03-31"),
        ("over the next 18 months", "2024-09-30"),
        ("in the next 6-12 months", "2024-03-31"),
        ("within six weeks", "2023-05-12"),
        ("over the coming decade", "2033-03-31"),
        ("by the end of 2025", "2025-12-31"),
        ("by 2026", "2026-12-31"),
        ("next year", "2024-03-31"),
        ("over the coming year", "2024-03-31"),
        ("in the next academic year", "2024-08-31"),
        ("from September", "2023-09-30"),
        ("by March", "2024-03-31"),
        ("in 2025-26", "2026-03-31"),
        ("in 2025/26", "2026-03-31"),
        ("in 25/26", "2026-03-31"),
        ("in 2021/2022", "2022-03-31"),
        ("by spring", "2023-05-31"),
        ("this winter", "2024-02-29"),
        ("by spring 2024", "2024-05-31"),
        ("in the summer of 2023", "2023-08-31"),
        ("by 30 June 2024", "2024-06-30"),
        ("by the 1st of May 2024", "2024-05-01"),
        ("by March 2024", "2024-03-31"),
        ("in Q3 2024", "2024-09-30"),
        ("in quarter 1 of 2024-25", "2024-06-30"),
        ("by the end of this academic year", "2023-08-31"),
        ("by the end of the financial year", "2024-03-31"),
        ("by the end of the year", "2023-12-31"),
        ("later this year", "2023-12-31"),
        ("by the end of the decade", "2029-12-31"),
        ("by Christmas", "2023-12-25"),
        ("within the next few years", None),
        ("over the lifetime of the plan", None),
        ("soon", None),
        ("the 2021 census", None),
        ("in Brinnington, where 26% are not online", None),
        ("on 31 February 2024", None),
        ("in 2022-29", None),
        ("we may march on", None),
    ],
)
def test_words_of_time_become_days(text: str, due: str | None) -> None:
    found = resolve(f"We will do it {text}.", YEAR)
    assert (str(found.due_on) if found else None) == due
    assert found is None or found.reason


def test_without_a_period_only_named_times_are_known() -> None:
    assert resolve("We will do it within the next three years.") is None
    assert "report’s period" in why_unknown("We will do it within the next three years.")
    assert why_unknown("We will do it.") == "No date is named that can be told."
    found = resolve("We will do it by June 2024.")
    assert found is not None
    assert found.due_on == date(2024, 6, 30)


def test_the_date_bound_most_closely_counts_and_not_one_that_is_past() -> None:
    text = "After the survey of June 2022 we will start in 2024 and finish by May 2025."
    assert [str(each.due_on) for each in find_deadlines(text, YEAR)] == ["2022-06-30", "2024-12-31", "2025-05-31"]
    found = resolve(text, YEAR)
    assert found is not None
    assert str(found.due_on) == "2025-05-31"


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_months_after_counts_one_by_one(day: date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    found = months_after(day, months)
    assert (found.year, found.month) == (year, month)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Annual report 2024-25", "1 April 2024 to 31 March 2025"),
        ("Report 2024/2025", "1 April 2024 to 31 March 2025"),
        ("April 2022-March 23", "1 April 2022 to 31 March 2023"),
        ("January 2023 to June 2024", "1 January 2023 to 30 June 2024"),
        ("Our 2023 report", "1 January 2023 to 31 December 2023"),
        ("Our report", "None"),
        ("From 2025 to 2029", "1 January 2025 to 31 December 2025"),
    ],
)
def test_a_period_is_read_from_a_title(text: str, period: str) -> None:
    assert str(parse_period(text)) == period


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        ReportPeriod(date(2024, 1, 2), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said: ‘we will never go back to that place’ and left.", True),
        ("'When I couldn't talk, my keyworker will be my voice.' – Annie", True),
        ("“They will do it in time, I hope.”", True),
        ("The ‘Support Hub’ will open.", False),
        ("residents' waste will be collected by the tenants' group", False),
        ("On 1st April '22 a model will go live, called the 'Support Hub'.", False),
    ],
)
def test_words_in_quotation_marks_are_known_as_somebodys(text: str, quoted: bool) -> None:
    assert is_quoted(quoted_spans(text), text.index("will")) is quoted
