"""What Alderbrook's editors wrote fits the plan it is about, and nobody in it can be taken for real."""

import re

from goldenthread.samples.alderbrook.plan_content import load_plan
from goldenthread.samples.alderbrook.report_content import load_report


def test_words_stand_under_aims_that_the_plan_has():
    report, plan = load_report(), load_plan()
    aims = {f"aim-{number}" for number in range(1, len(plan.aims) + 1)}
    assert {place for place in report.texts if place.startswith("aim-")} == aims
    assert all(report.texts.values())
    assert plan.starts_on <= report.starts_on < report.ends_on <= plan.ends_on


def test_what_is_promised_for_next_year_is_a_list_that_can_be_answered():
    promises = re.findall(r"^- (.+)$", load_report().texts["ahead"], re.MULTILINE)
    assert len(promises) == 5
    assert len(set(promises)) == 5


def test_stories_are_told_with_an_agreement_that_lasts():
    stories = load_report().stories
    assert len(stories) >= 2
    for story in stories:
        assert story.consent_given_on <= story.told_on < story.consent_until
        assert story.consent_reference
        assert len(story.summary) <= 300
        assert any("quote" in block for block in story.body)
