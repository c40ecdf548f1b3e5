"""A Forward Plan is taken over whole, twice without harm, and never over what was decided."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.assessments import TODAY, make_decision
from tests.factories.people import signed_in_client
from tests.factories.plans import NOW, make_person

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.assessments import actions
from goldenthread.assessments.forward_plan import read_forward_plan
from goldenthread.assessments.kinds import Outcome
from goldenthread.assessments.models import Decision, ForwardPlanDraft
from goldenthread.plan.states import NotPossible

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/decisions/forward-plan/"


def file_of(*rows):
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["Issue ID", "Issue title", "Decision type", "Decision maker", "Decision due", "Decision status"])
    writer.writerows(rows)
    return written.getvalue().encode()


FIRST = file_of(
    ["I1", "Library hours", "Key", "Cabinet", "12 January 2027 by Cabinet", "A"],
    ["I2", "Day centre meals", "Non-key", "Cabinet", "1/2/2027", "B"],
)
SECOND = file_of(
    ["i1", "Library hours, all eight", "Key", "Cabinet", "9 February 2027", "A"],
    ["I3", "A bridge", "Non-key", "Director", "1/3/2027", ""],
)


def take_over(content, by):
    draft = actions.keep_forward_plan(plan=read_forward_plan("plan.csv", content), by=by, at=NOW)
    return actions.apply_forward_plan(draft=draft, by=by, at=NOW)


def test_new_decisions_are_added_with_everything_the_file_says(owner):
    applied = take_over(FIRST, owner)
    assert (applied.new, applied.changed, applied.gone) == (2, 0, 0)
    decision = Decision.objects.get(reference="I1")
    assert (decision.title, decision.is_key, decision.due_on) == ("Library hours", True, date(2027, 1, 12))
    assert (decision.due_words, decision.other) == ("12 January 2027 by Cabinet", {"Decision status": "A"})
    assert decision.is_in_forward_plan
    assert AuditEvent.objects.filter(verb="took over the Forward Plan").count() == 1


def test_the_same_file_again_changes_nothing(owner):
    take_over(FIRST, owner)
    before = list(Decision.objects.values())
    applied = take_over(FIRST, owner)
    assert (applied.new, applied.changed, applied.unchanged, applied.gone) == (0, 0, 2, 0)
    assert list(Decision.objects.values()) == before


def test_a_later_file_changes_by_reference_adds_and_marks_what_is_gone(owner):
    take_over(FIRST, owner)
    applied = take_over(SECOND, owner)
    assert (applied.new, applied.changed, applied.unchanged, applied.gone) == (1, 1, 0, 1)
    changed, gone = Decision.objects.get(reference="I1"), Decision.objects.get(reference="I2")
    assert (changed.title, changed.due_on) == ("Library hours, all eight", date(2027, 2, 9))
    assert (gone.is_in_forward_plan, gone.status) == (False, "upcoming")
    assert take_over(FIRST, owner).changed == 1
    gone.refresh_from_db()
    assert gone.is_in_forward_plan, "it came back and was not marked"


def test_what_was_decided_or_added_by_hand_is_left_alone(owner):
    take_over(FIRST, owner)
    decided = Decision.objects.get(reference="I1")
    actions.say_not_needed(decision=decided, reason="X", by=owner, at=NOW)
    actions.record_decision(decision=decided, outcome=Outcome.AGREED, words="", decided_on=TODAY, by=owner, at=NOW)
    by_hand = make_decision(owner)
    applied = take_over(SECOND, owner)
    decided.refresh_from_db()
    by_hand.refresh_from_db()
    assert decided.title == "Library hours"
    assert (applied.new, applied.changed) == (1, 0)
    assert by_hand.due_on == TODAY + timedelta(days=60)


def test_a_draft_is_taken_over_once_and_only_by_those_who_may(owner, author):
    draft = actions.keep_forward_plan(plan=read_forward_plan("plan.csv", FIRST), by=owner, at=NOW)
    with pytest.raises(NotAllowed, match="change the list of decisions"):
        actions.apply_forward_plan(draft=draft, by=author, at=NOW)
    actions.apply_forward_plan(draft=draft, by=owner, at=NOW)
    with pytest.raises(NotPossible, match="was taken over already"):
        actions.apply_forward_plan(draft=draft, by=owner, at=NOW)


def test_in_the_browser_every_difference_is_seen_before_anything_changes(owner):
    browser = signed_in_client(owner)
    take_over(FIRST, owner)
    answer = browser.post(ADDRESS, {"file": SimpleUploadedFile("march.csv", SECOND)})
    draft = ForwardPlanDraft.objects.get(applied_at__isnull=True)
    assert answer.url == f"{ADDRESS}{draft.pk}/"
    page = browser.get(answer.url).content.decode()
    assert "1 new, 1 changed, 0 the same, 1 no longer in it" in page
    assert "<del>Library hours</del>" in page
    assert "<ins>Library hours, all eight</ins>" in page
    assert Decision.objects.get(reference="I1").title == "Library hours"
    browser.post(answer.url)
    assert Decision.objects.get(reference="I1").title == "Library hours, all eight"


def test_in_the_browser_a_bad_file_is_refused_with_every_row_and_keeps_nothing(owner):
    browser = signed_in_client(owner)
    bad = file_of(["I1", "", "Key", "Cabinet", "soon", ""])
    answer = browser.post(ADDRESS, {"file": SimpleUploadedFile("march.csv", bad)})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "march.csv, row 2, column “Issue title”: The title is missing." in page
    assert "march.csv, row 2, column “Decision due”: “soon” names no day." in page
    assert not ForwardPlanDraft.objects.exists()


def test_only_those_who_keep_decisions_reach_the_page(author, client):
    assert signed_in_client(author).get(ADDRESS).status_code == 403
    assert client.get(ADDRESS).status_code == 302
    assert signed_in_client(make_person(Role.MONITORING_OFFICER)).get(ADDRESS).status_code == 200


def test_reading_many_asks_the_database_as_often_as_reading_few_to_compare(owner, django_assert_max_num_queries):
    from goldenthread.assessments.actions.deciding import compare_with_here

    few = read_forward_plan("a.csv", FIRST).entries
    many = read_forward_plan(
        "b.csv", file_of(*([f"I{number}", "A", "Key", "Cabinet", "1/2/2027", ""] for number in range(300)))
    ).entries
    take_over(FIRST, owner)
    for entries in (few, many):
        with django_assert_max_num_queries(2):
            compare_with_here(entries)
