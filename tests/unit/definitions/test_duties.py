"""Duties in law: each names its law, and is due when a slow reader of the law would say."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from goldenthread.definitions.duty import (
    FROM_CALENDAR,
    FROM_LAST,
    Duty,
    add_months,
    load_duties,
    nations_with_duties,
    read_duties_file,
)
from goldenthread.definitions.reading import DefinitionError


def slowly_due(duty: Duty, done: list[date]) -> date:
    """Day by day: the last day on which it may still be done."""
    if not done:
        return duty.first_due
    latest = max(done)
    if duty.counted == FROM_LAST:
        years = duty.every_months // 12
        day = latest
        while (day.year, day.month, day.day) < (latest.year + years, latest.month, latest.day):
            day += timedelta(days=1)
        return day - timedelta(days=1)
    rounds = [duty.first_due]
    while rounds[-1] < latest or len(rounds) < 2:
        rounds.append(rounds[-1].replace(year=rounds[-1].year + duty.every_months // 12))
    rounds.append(rounds[-1].replace(year=rounds[-1].year + duty.every_months // 12))
    kept = []
    for day in sorted(done):
        after = [due for due in rounds if due >= day]
        before = [due for due in rounds if due < day]
        is_late = bool(before) and before[-1] not in kept and (day - before[-1]).days < (after[0] - day).days
        kept.append(before[-1] if is_late else after[0])
    return min(due for due in rounds if due > max(kept))


def test_four_nations_have_duties_and_each_names_its_law_and_where_it_can_be_read() -> None:
    assert nations_with_duties() == ("England", "Northern Ireland", "Scotland", "Wales")
    for nation in nations_with_duties():
        for duty in load_duties(nation).values():
            assert duty.nation == nation
            assert "Regulations" in duty.law or "Act" in duty.law
            assert duty.source.startswith("https://www.legislation.gov.uk/")
            assert duty.in_force <= duty.first_due
    assert load_duties("Nowhere") == {}


@pytest.mark.parametrize("nation", nations_with_duties())
def test_the_next_day_agrees_with_a_slow_count(nation: str) -> None:
    for duty in load_duties(nation).values():
        assert duty.next_due([]) == duty.first_due
        for days in range(0, 4_000, 97):
            done = duty.in_force + timedelta(days=days)
            for days_done in ([done], [done, duty.in_force], [done, done - timedelta(days=300)]):
                assert duty.next_due(days_done) == slowly_due(duty, days_done)


def test_england_by_hand() -> None:
    england = load_duties("England")
    assert england["equality-information"].next_due([date(2025, 3, 28)]) == date(2026, 3, 27)
    assert england["equality-objectives"].next_due([date(2023, 6, 1)]) == date(2027, 5, 31)
    pay = england["gender-pay-gap"]
    assert pay.next_due([date(2025, 3, 30)]) == date(2026, 3, 30), "done on the day"
    assert pay.next_due([date(2025, 3, 31)]) == date(2026, 3, 30), "a day late: the next round is still to come"
    assert pay.next_due([date(2025, 3, 28), date(2025, 3, 31)]) == date(2027, 3, 30), "done early for the next round"
    assert pay.next_due([date(2025, 4, 15), date(2025, 7, 1)]) == date(2027, 3, 30), "late, and then early"
    assert pay.next_due([date(2025, 11, 3)]) == date(2027, 3, 30), "nearer to the day that comes"


def test_northern_ireland_by_hand() -> None:
    (scheme,) = load_duties("Northern Ireland").values()
    assert scheme.next_due([date(2021, 9, 1)]) == date(2026, 8, 31)


def test_scotland_s_pay_duties_fall_on_the_calendar() -> None:
    scotland = load_duties("Scotland")
    assert scotland["gender-pay-gap"].next_due([date(2025, 4, 29)]) == date(2027, 4, 30)
    assert scotland["equal-pay-statement"].next_due([date(2025, 4, 29)]) == date(2029, 4, 30)
    assert scotland["gender-pay-gap"].counted == FROM_CALENDAR


def test_months_end_where_they_end() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2025, 11, 30), 3) == date(2026, 2, 28)


WHOLE = """
nation: England
reviewed: 2026-11-28
duties:
  one:
    name: A
    plain_name: B
    law: Some Act, section 1
    source: https://www.legislation.gov.uk/x
    in_force: 2020-01-01
    first_due: 2021-01-01
    every_months: 12
    counted: from the calendar
"""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("every_months: 12", "every_months: 0"), "every_months"),
        (("every_months: 12", "every_months: yes"), "every_months"),
        (("counted: from the calendar", "counted: now and then"), "counted"),
        (("    law: Some Act, section 1\n", ""), "law"),
        (("source: https://www.legislation.gov.uk/x", "source: somewhere"), "source"),
        (("first_due: 2021-01-01", "first_due: 2019-01-01"), "before it is in force"),
    ],
)
def test_a_duty_that_is_not_whole_is_refused_by_name(tmp_path: Path, wrong: tuple[str, str], sentence: str) -> None:
    file = tmp_path / "england.yaml"
    file.write_text(WHOLE, encoding="utf-8")
    assert list(read_duties_file(file)) == ["one"]
    file.write_text(WHOLE.replace(*wrong), encoding="utf-8")
    with pytest.raises(DefinitionError, match=sentence) as refusal:
        read_duties_file(file)
    assert "england.yaml" in str(refusal.value)
