"""From a report to promises that are answered: every write, who may, what it refuses, what is kept of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.plans import make_action, make_person, make_plan, make_section, make_team
from tests.factories.promises import NOW, PROMISED, make_promises, make_source

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.checking.documents import DocumentRefused, read_document
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions
from goldenthread.plan.models import HarvestedSentence, Promise, PromiseAnswer, SourceReport
from goldenthread.plan.promises.states import (
    PROMISE_TRANSITIONS,
    SENTENCE_TRANSITIONS,
    PromiseState,
    SentenceState,
)
from goldenthread.plan.states import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def source(owner):
    return make_source(owner)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def upload(owner, **changes):
    given = {"title": "Report", "name": "a.md", "content": b"# R 2024-25", "starts_on": None, "ends_on": None}
    return plan_actions.upload_source(**{**given, **changes}, by=owner, at=NOW, read_later=lambda pk: None)


def test_a_report_is_read_and_every_sentence_found_is_letter_for_letter_its_own(source):
    proposed = source.sentences.undecided()
    assert tuple(each.text for each in proposed) == PROMISED
    document = read_document(source.file_name, bytes(source.content))
    for each in source.sentences.all():
        assert document.blocks[each.block - 1].text[each.start :].startswith(each.text)
    passed = source.sentences.filter(state="passed over")
    assert {each.passed_over_because for each in passed} == {"the report speaks of itself", "somebody is quoted"}
    assert (source.starts_on, source.ends_on) == (date(2024, 4, 1), date(2025, 3, 31))
    assert [str(each.due_on) for each in proposed] == ["2025-06-30", "2026-03-31", "2027-03-31", "2026-03-31"]
    assert verbs() == ["brought in", "read"]


def test_a_report_is_read_once(source):
    assert plan_actions.read_source(pk=source.pk, at=NOW, read=read_document) is None
    assert source.sentences.undecided().count() == len(PROMISED)


def test_reading_begins_once_the_report_is_kept(owner, django_capture_on_commit_callbacks):
    asked = []
    with django_capture_on_commit_callbacks(execute=True):
        kept = plan_actions.upload_source(
            title="R",
            name="a.md",
            content=b"x",
            starts_on=None,
            ends_on=None,
            by=owner,
            at=NOW,
            read_later=asked.append,
        )
        assert asked == []
    assert asked == [kept.pk]


def test_a_report_that_cannot_be_read_says_why_and_promises_nothing(owner):
    source = make_source(owner, is_read=False)

    def refuse(name, content):
        raise DocumentRefused(f"{name} is encrypted.")

    plan_actions.read_source(pk=source.pk, at=NOW, read=refuse)
    source.refresh_from_db()
    assert source.refusal == "report.md is encrypted."
    assert not source.sentences.exists()
    assert verbs() == ["brought in", "could not read"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "a.exe"}, "Choose a Word document"),
        ({"content": b""}, "is empty"),
        ({"starts_on": date(2024, 4, 1)}, "both the first and the last day"),
    ],
)
def test_a_report_that_cannot_be_kept_is_refused(owner, changes, words):
    with pytest.raises(NotPossible, match=words):
        upload(owner, **changes)
    assert not SourceReport.objects.exists()


def test_a_report_is_not_kept_twice_and_names_in_addresses_are_its_own(owner, monkeypatch):
    upload(owner)
    with pytest.raises(NotPossible, match="here already"):
        upload(owner, title="Other")
    assert upload(owner, content=b"other").slug == "report-2"
    monkeypatch.setattr("goldenthread.plan.actions.promising.LARGEST_BYTES", 3)
    with pytest.raises(NotPossible, match="the limit is"):
        upload(owner, content=b"four")
    with pytest.raises(ValidationError):
        upload(owner, content=b"4", title=" ")


def test_accepting_makes_a_promise_of_the_sentence_with_its_date(owner, source):
    sentence = source.sentences.undecided().first()
    promise = plan_actions.accept_sentence(sentence=sentence, by=owner, at=NOW)
    assert (promise.number, promise.text, str(promise.due_on), promise.state) == (1, PROMISED[0], "2025-06-30", "open")
    assert (sentence.state, sentence.decided_by) == ("accepted", owner)
    assert verbs()[-1] == "accepted"
    with pytest.raises(NotPossible, match="is accepted and cannot become accepted"):
        plan_actions.accept_sentence(sentence=sentence, by=owner, at=NOW)


def test_a_promise_may_have_its_own_words_day_and_owner_while_the_sentence_stays(owner, source):
    sentence = source.sentences.undecided()[1]
    promise = plan_actions.accept_sentence(
        sentence=sentence, text="Train ten tutors.", keep_due=False, due_on=None, owner=owner, by=owner, at=NOW
    )
    assert (promise.text, promise.due_on, promise.owner) == ("Train ten tutors.", None, owner)
    sentence.refresh_from_db()
    assert (sentence.text, str(sentence.due_on)) == (PROMISED[1], "2026-03-31")


def test_rejecting_and_taking_back(owner, source):
    first, second = source.sentences.undecided()[:2]
    plan_actions.reject_sentence(sentence=first, by=owner, at=NOW)
    plan_actions.accept_sentence(sentence=second, by=owner, at=NOW)
    for sentence in (first, second):
        plan_actions.take_back(sentence=sentence, by=owner, at=NOW)
        sentence.refresh_from_db()
        assert sentence.state == "proposed"
    assert not Promise.objects.exists()
    assert verbs()[-2:] == ["took back the decision on"] * 2


def test_what_is_answered_or_published_is_not_taken_back(owner, source):
    promises = make_promises(owner, source)
    answer(promises[0], PromiseState.KEPT, owner)
    with pytest.raises(NotPossible, match="was answered already"):
        plan_actions.take_back(sentence=promises[0].sentence, by=owner, at=NOW)
    plan_actions.publish_promises(source=source, by=owner, at=NOW)
    sentence = HarvestedSentence.objects.select_related("source").get(pk=promises[1].sentence_id)
    with pytest.raises(NotPossible, match="Promise 2 is published"):
        plan_actions.take_back(sentence=sentence, by=owner, at=NOW)


def test_several_are_decided_at_once_or_none(owner, source):
    every = [each.position for each in source.sentences.undecided()]
    assert len(plan_actions.decide_many(source=source, positions=every[:2], accept=True, by=owner, at=NOW)) == 2
    with pytest.raises(NotPossible), transaction.atomic():
        plan_actions.decide_many(source=source, positions=reversed(every), accept=True, by=owner, at=NOW)
    assert Promise.objects.count() == 2
    plan_actions.decide_many(source=source, positions=every[2:], accept=False, by=owner, at=NOW)
    assert source.sentences.filter(state="rejected").count() == 2
    with pytest.raises(NotPossible, match="at least one"):
        plan_actions.decide_many(source=source, positions=[], accept=True, by=owner, at=NOW)


def test_a_passed_over_sentence_can_be_accepted_all_the_same(owner, source):
    passed = source.sentences.filter(state="passed over").first()
    assert plan_actions.accept_sentence(sentence=passed, by=owner, at=NOW).text == passed.text


def test_a_sentence_chosen_by_hand_has_to_stand_in_the_report(owner, source):
    chosen = plan_actions.choose_sentence(source=source, words="We opened  two libraries.", by=owner, at=NOW)
    assert (chosen.rule, chosen.state, chosen.section) == (
        "chosen by a person",
        "proposed",
        "A fair year, 2024-25 › Learning",
    )
    with pytest.raises(NotPossible, match="in the list already"):
        plan_actions.choose_sentence(source=source, words="We opened two libraries.", by=owner, at=NOW)
    with pytest.raises(NotPossible, match="do not stand in the report"):
        plan_actions.choose_sentence(source=source, words="We will build a moon base.", by=owner, at=NOW)


def answer(promise, state, by, reason="", url=""):
    return plan_actions.answer_promise(promise=promise, state=state, reason=reason, evidence_url=url, by=by, at=NOW)


@pytest.mark.parametrize("state", [PromiseState.LATE, PromiseState.CHANGED, PromiseState.DROPPED])
def test_only_a_promise_that_was_kept_needs_no_reason(owner, source, state):
    promise, *_ = make_promises(owner, source)
    with pytest.raises(NotPossible, match=f"Say why it is {state.value}"):
        answer(promise, state, owner, reason="  ")
    assert answer(promise, state, owner, reason="Money ran out.").reason == "Money ran out."
    promise.refresh_from_db()
    assert (promise.state, promise.reason, promise.answered_on) == (state.value, "Money ran out.", NOW.date())
    assert verbs()[-1] == "answered"


@pytest.mark.parametrize("before", PromiseState)
@pytest.mark.parametrize("after", PromiseState)
def test_answers_follow_the_table(owner, source, before, after):
    promise, *_ = make_promises(owner, source)
    Promise.objects.filter(pk=promise.pk).update(state=before.value, reason="Because.")
    if after in PROMISE_TRANSITIONS[before]:
        answer(promise, after, owner, reason="Because.")
        assert Promise.objects.get(pk=promise.pk).state == after.value
    else:
        with pytest.raises(NotPossible, match="cannot become"):
            answer(promise, after, owner, reason="Because.")
        assert not PromiseAnswer.objects.exists()


def test_every_state_is_in_its_table():
    assert set(PROMISE_TRANSITIONS) == set(PromiseState)
    assert set(SENTENCE_TRANSITIONS) == set(SentenceState)


def test_the_database_refuses_a_promise_that_was_not_kept_without_a_reason(owner, source):
    promise, *_ = make_promises(owner, source)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(state="dropped", reason="")


def test_a_bad_address_is_refused_and_nothing_is_answered(owner, source):
    promise, *_ = make_promises(owner, source)
    with pytest.raises(ValidationError):
        answer(promise, PromiseState.KEPT, owner, url="javascript:alert(1)")
    assert Promise.objects.get(pk=promise.pk).state == "open"


def test_a_promise_is_changed_and_linked_to_what_keeps_it(owner, source):
    promise, *_ = make_promises(owner, source)
    action = make_action(make_section(make_plan(owner), owner), owner)
    plan_actions.edit_promise(
        promise=promise, text="Open a third library.", actions=[action], measures=[], by=owner, at=NOW
    )
    promise.refresh_from_db()
    assert (promise.text, list(promise.actions.all())) == ("Open a third library.", [action])
    event = AuditEvent.objects.order_by("pk").last()
    assert (event.verb, event.before["text"]) == ("changed", PROMISED[0])
    assert [each.text for each in (promise.history.first(), promise.history.last())] == [promise.text, PROMISED[0]]
    count = AuditEvent.objects.count()
    plan_actions.edit_promise(promise=promise, text="Open a third library.", actions=[action], by=owner, at=NOW)
    assert AuditEvent.objects.count() == count
    with pytest.raises(ValueError, match="cannot be changed here: state"):
        plan_actions.edit_promise(promise=promise, state="kept", by=owner, at=NOW)


def test_a_report_is_published_when_every_sentence_is_decided(owner, source):
    with pytest.raises(NotPossible, match="4 sentences wait for a decision"):
        plan_actions.publish_promises(source=source, by=owner, at=NOW)
    make_promises(owner, source)
    plan_actions.publish_promises(source=source, by=owner, at=NOW)
    assert Promise.objects.public().count() == 4
    with pytest.raises(NotPossible, match="published already"):
        plan_actions.publish_promises(source=source, by=owner, at=NOW)


def test_a_report_without_a_promise_or_a_period_is_not_published(owner):
    silent = make_source(owner, "# Report 2024-25\n\nNothing happened.")
    with pytest.raises(NotPossible, match="No sentence was accepted"):
        plan_actions.publish_promises(source=silent, by=owner, at=NOW)
    undated = make_source(owner, "We will do it next year.")
    make_promises(owner, undated)
    with pytest.raises(NotPossible, match="which period"):
        plan_actions.publish_promises(source=undated, by=owner, at=NOW)


def test_dates_are_found_anew_when_the_period_is_put_right(owner):
    source = make_source(owner, "We will do it next year. We will do that within two years.")
    assert [each.due_on for each in source.sentences.undecided()] == [None, None]
    plan_actions.change_source(
        source=source, title="Report", starts_on=date(2023, 4, 1), ends_on=date(2024, 3, 31), by=owner, at=NOW
    )
    assert [str(each.due_on) for each in source.sentences.undecided()] == ["2025-03-31", "2026-03-31"]


def test_overdue_promises_are_those_with_something_to_come(owner, source):
    promises = make_promises(owner, source)
    for promise, state in zip(promises, ("late", "kept", "dropped", "open"), strict=True):
        Promise.objects.filter(pk=promise.pk).update(state=state, reason="x", due_on=date(2025, 1, 1))
    found = set(Promise.objects.overdue(on=date(2025, 6, 1)).values_list("state", flat=True))
    assert found == {"late", "open"}
    assert {each.state for each in Promise.objects.all() if each.is_overdue(on=date(2025, 6, 1))} == found
    assert not Promise.objects.overdue(on=date(2025, 1, 1)).exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.ANALYST])
def test_others_may_not_write(owner, source, role):
    other = make_person(role)
    promises = make_promises(owner, source)
    sentence = HarvestedSentence.objects.first()
    for refused in (
        lambda: upload(other),
        lambda: plan_actions.accept_sentence(sentence=sentence, by=other, at=NOW),
        lambda: plan_actions.reject_sentence(sentence=sentence, by=other, at=NOW),
        lambda: plan_actions.take_back(sentence=sentence, by=other, at=NOW),
        lambda: plan_actions.decide_many(source=source, positions=[1], accept=True, by=other, at=NOW),
        lambda: plan_actions.choose_sentence(source=source, words="x", by=other, at=NOW),
        lambda: plan_actions.edit_promise(promise=promises[0], text="x", by=other, at=NOW),
        lambda: answer(promises[0], PromiseState.KEPT, other),
        lambda: plan_actions.publish_promises(source=source, by=other, at=NOW),
        lambda: plan_actions.change_source(
            source=source, title="x", starts_on=NOW.date(), ends_on=NOW.date(), by=other, at=NOW
        ),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_who_owns_a_promise_or_works_in_its_team_may_answer_it(owner, source):
    promises = make_promises(owner, source)
    team = make_team("Libraries")
    mine, colleague, stranger = (
        make_person(Role.CONTRIBUTOR),
        make_person(Role.CONTRIBUTOR, team=team),
        make_person(Role.CONTRIBUTOR, team=make_team("Parks")),
    )
    plan_actions.edit_promise(promise=promises[0], owner=mine, team=team, by=owner, at=NOW)
    assert permissions.can_answer_promise(mine, promises[0])
    assert permissions.can_answer_promise(colleague, promises[0])
    assert permissions.can_answer_promise(make_person(Role.EDITOR), promises[0])
    assert not permissions.can_answer_promise(stranger, promises[0])
    assert not permissions.can_answer_promise(None, promises[0])
    answer(promises[0], PromiseState.KEPT, colleague)


def test_editors_decide_but_do_not_publish():
    editor = make_person(Role.EDITOR)
    assert permissions.can_harvest_promises(editor)
    assert not permissions.can_publish_promises(editor)
