"""The rules of publication read a report on its page of checks: refused, answered for by name, or worth a look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.factories.facts import record_fact
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.stories import make_consent

from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.checks import Finding, Gravity, Rule, find_checks

TODAY = NOW.date()


def write(draft: Any, text: str, place: str = "less-well") -> None:
    actions.write_text(report=draft, place=place, text=text, by=make_person(Role.EDITOR), at=NOW)


def of_rules(draft: Any) -> list[Finding]:
    return [each for each in find_checks(draft, on=TODAY) if each.rule is Rule.PUBLICATION]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("We opened a hall. [Note to editors: check this with Jo]", "editors-note"),
        (
            "[“The hall was warm and dry,”](quote:C-W) said Edith. Later: "
            "[“The hall was warm and dry,”](quote:C-W) said Joan.",
            "two-speakers",
        ),
        ("The market will open by March 2024 on the square.", "stale-future"),
        ("Two people in Mill Ward moved into work.", "small-count"),
    ],
)
def test_what_a_rule_finds_needs_a_reason_by_name(draft, text, rule):
    make_consent(reference="C-W", given_on=date(2026, 1, 1))
    write(draft, text)
    found = next(each for each in of_rules(draft) if each.subject == rule)
    assert (found.place, found.gravity, found.heading) == ("less-well", Gravity.NEEDS_REASON, "What went less well")
    assert found.why
    editor = make_person(Role.EDITOR)
    with pytest.raises(NotPossible, match="See the checks"):
        actions.check(report=draft, by=editor, at=NOW)
    for each in of_rules(draft):
        if each.is_standing:
            actions.give_reason(report=draft, key=each.key, reason="It is meant so.", by=editor, at=NOW)
    assert not any(each.is_standing for each in of_rules(draft))
    actions.check(report=draft, by=editor, at=NOW)


def test_a_hedge_outside_of_the_bound_words_is_judged_with_them(draft):
    record_fact("homes", Statistic.COUNT, 2000, unit="homes", period="April 2025 to March 2026")
    write(draft, "We called at over [2,000](claim:homes) homes.")
    claims = [(each.verdict, each.gravity) for each in find_checks(draft, on=TODAY) if each.rule is Rule.CLAIM]
    assert claims == [("TRUE", Gravity.FINE), ("FALSE", Gravity.BLOCKS)]
    false = next(each for each in find_checks(draft, on=TODAY) if each.verdict == "FALSE")
    assert false.can_be_overridden
    actions.override(report=draft, key=false.key, reason="By law.", by=make_person(Role.MONITORING_OFFICER), at=NOW)


def test_a_claim_that_the_site_has_judged_is_not_told_twice(draft):
    record_fact("homes", Statistic.COUNT, 2000, unit="homes", period="April 2025 to March 2026")
    write(draft, "We called at [over 2,000](claim:homes) homes.")
    assert [each.verdict for each in find_checks(draft, on=TODAY) if each.rule is Rule.CLAIM] == ["FALSE"]


def test_what_comes_from_the_plan_is_worth_a_look_there(draft):
    item = draft.edition.items.filter(kind="achievement").order_by("position").first()
    item.document["text"] = "A door was painted [TBC: which door?]"
    item.save()
    found = [each for each in of_rules(draft) if each.subject == "editors-note"]
    assert [each.gravity for each in found] == [Gravity.WARNS]
    assert found[0].heading.endswith(", from the plan")
    assert "put it right there" in found[0].why


def test_the_page_shows_sentence_rule_and_fix(draft):
    write(draft, "We opened a hall. The market will open by March 2024 on the square.")
    client = signed_in_client(make_person(Role.EDITOR))
    text = client.get(reverse("reports:staff_checks", args=["report-2026"])).content.decode()
    assert "STALE FUTURE" in text
    assert "stale-future" in text
    assert "The market will open by March 2024 on the square." in text
    assert "Give a reason" in text


def test_the_checks_ask_as_often_for_a_long_report(draft, django_assert_max_num_queries):
    write(draft, "\n\n".join(f"The market will open by March 2024 on square {number}." for number in range(40)))
    with django_assert_max_num_queries(6):
        find_checks(draft, on=TODAY)


def test_figures_that_come_late_are_worth_a_look_and_no_more(draft):
    record_fact("homes", Statistic.COUNT, 2000, unit="homes", period="2023")
    write(draft, "We called at [2,000](claim:homes) homes.")
    (found,) = [each for each in of_rules(draft) if each.subject == "outside-period"]
    assert (found.words, found.gravity) == ("2,000", Gravity.WARNS)
    assert not found.is_standing
