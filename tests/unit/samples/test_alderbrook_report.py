"""What Alderbrook's editors wrote fits the plan it is about, and nobody in it can be taken for real."""

import re

from goldenthread.reports.checks import find_unbound
from goldenthread.reports.claims import find_claims, paragraphs
from goldenthread.reports.stories.consenting import names_them
from goldenthread.samples.alderbrook.facts_content import load_facts
from goldenthread.samples.alderbrook.plan_content import load_plan
from goldenthread.samples.alderbrook.report_content import load_report
from goldenthread.samples.alderbrook.stories_content import load_stories


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


def test_stories_are_told_with_an_agreement_that_covers_them():
    told = load_stories()
    consents = {each.reference: each for each in told.consents}
    assert len(told.stories) >= 3
    for story in told.stories:
        named = [consents[reference] for reference in story.consents]
        assert all(each.given_on <= story.told_on < each.until for each in named)
        assert any("story" in each.scopes and "website" in each.channels for each in named)
        assert len(story.summary) <= 300
        assert any("quote" in block for block in story.body)
    assert [each.alias for each in told.consents if each.withdrawn_on] == ["Noor"]


def test_no_alias_gives_away_the_name_behind_it_and_no_story_has_that_name():
    told = load_stories()
    words = str([(story.title, story.summary, story.body) for story in told.stories])
    for each in told.consents:
        assert not names_them(each.alias, each.name)
        assert not each.name or not any(part in words for part in each.name.split())


def test_claims_are_bound_to_facts_that_the_sample_has_and_reasons_are_for_words_that_stand_there():
    report, facts = load_report(), load_facts()
    known = {each.slug for each in (*facts.computed, *facts.recorded)}
    claims = [claim for text in report.texts.values() for claim in find_claims(text)]
    assert len(claims) >= 6
    assert {claim.slug for claim in claims} <= known
    assert set(report.reasons) <= {claim.words for claim in claims}


def test_the_introduction_has_no_figure_that_is_bound_to_nothing():
    assert [find_unbound(each) for each in paragraphs(load_report().texts["introduction"]) if find_unbound(each)] == []
