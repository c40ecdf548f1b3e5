"""An assessment's way from draft to review: who may, what is refused, and what of it is kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from pypdf import PdfReader
from tests.factories.assessments import TODAY, fill, make_decision, make_draft, make_published, publish, sign
from tests.factories.plans import NOW, make_action, make_indicator, make_person, make_section, make_team

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.assessments import actions, permissions
from goldenthread.assessments.kinds import Effect, Outcome
from goldenthread.assessments.models import Assessment, Decision, Impact, Mitigation
from goldenthread.assessments.states import AssessmentStatus
from goldenthread.messages.models import Message
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.states import NotPossible

pytestmark = pytest.mark.django_db


def last_event(thing):
    return AuditEvent.objects.about(thing._meta.label_lower, thing.pk).newest_first().first()


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────
def test_an_assessment_begins_with_what_the_forward_plan_says(author):
    decision = make_decision()
    assessment = make_draft(author, decision, decide_by=None)
    assert (assessment.proposal, assessment.decide_by) == (decision.summary, decision.due_on)
    assert assessment.team == author.team
    assert [step.after for step in assessment.steps.all()] == ["draft"]
    assert last_event(assessment).verb == "began"


def test_a_decision_has_one_assessment_at_a_time_and_none_once_it_is_taken(author):
    decision = make_decision()
    make_draft(author, decision)
    with pytest.raises(ValidationError, match="This decision has an assessment already"):
        make_draft(author, decision)
    Decision.objects.filter(pk=decision.pk).update(status="withdrawn")
    decision.refresh_from_db()
    with pytest.raises(NotPossible, match=r"is withdrawn. Assess a decision before it is taken."):
        make_draft(author, decision)


def test_an_assessment_begun_early_is_bound_once_its_decision_is_in_the_forward_plan(author, owner):
    draft, decision, taken = make_draft(author), make_decision(), make_decision()
    assessed = make_draft(author, make_decision()).decision

    def bind(to):
        return actions.write(assessment=draft, changes={"decision": to}, by=author, at=NOW)

    actions.say_not_needed(decision=taken, reason="Seats.", by=owner, at=NOW)
    decide(taken, owner)
    with pytest.raises(NotPossible, match=r"is decided\. Assess a decision before it is taken"):
        bind(taken)
    with pytest.raises(ValidationError, match="has an assessment already"):
        bind(assessed)
    bind(decision)
    assert list(Decision.objects.upcoming().without_assessment()) == []
    bind(None)
    bind(decision)
    actions.override(decision=decision, reason="Flood.", by=make_person(Role.MONITORING_OFFICER), at=NOW)
    decide(decision, owner)
    with pytest.raises(NotPossible, match="was decided, so its assessment stays with it"):
        bind(None)
    review = actions.begin_review(assessment=make_published(), by=author, at=NOW)
    with pytest.raises(NotPossible, match="A review stays with the decision"):
        actions.write(assessment=review, changes={"decision": make_decision()}, by=author, at=NOW)


def test_what_changed_is_in_the_audit_log_with_before_and_after(author):
    draft = make_draft(author)
    actions.write(assessment=draft, changes={"affected": "Everybody."}, by=author, at=NOW)
    event = last_event(draft)
    assert (event.verb, event.before, event.after) == ("changed", {"affected": ""}, {"affected": "Everybody."})
    actions.write(assessment=draft, changes={"affected": "Everybody."}, by=author, at=NOW)
    assert last_event(draft) == event, "nothing changed, and something was written down"


def test_an_impact_said_again_is_changed_and_two_characteristics_have_one_order(author):
    draft = make_draft(author)
    said = {"assessment": draft, "by": author, "at": NOW}
    first = actions.say_impact(characteristic="disability", second="age", effect=Effect.NEGATIVE, why="A", **said)
    second = actions.say_impact(characteristic="age", second="disability", effect=Effect.POSITIVE, why="B", **said)
    assert first == second
    second.refresh_from_db()
    assert (second.characteristic, second.second_characteristic, second.effect) == ("age", "disability", "positive")
    assert Impact.objects.count() == 1
    with pytest.raises(ValidationError, match="Choose two different characteristics"):
        actions.say_impact(characteristic="age", second="age", effect=Effect.NONE, why="A", **said)
    with pytest.raises(NotPossible, match="no characteristic 'shoe-size'"):
        actions.say_impact(characteristic="shoe-size", effect=Effect.NONE, why="A", **said)


def test_only_its_author_their_team_and_plan_owners_write_in_it(author, owner, action):
    team = make_team()
    author.team = team
    author.save()
    draft = make_draft(author)
    colleague, stranger = make_person(Role.CONTRIBUTOR, team=team), make_person(Role.ANALYST)
    for person in (author, owner, colleague, make_person(Role.ADMINISTRATOR)):
        assert permissions.can_write(person, draft)
    for write in (
        lambda: actions.write(assessment=draft, changes={"affected": "X"}, by=stranger, at=NOW),
        lambda: actions.say_impact(
            assessment=draft, characteristic="age", effect=Effect.NONE, why="X", by=stranger, at=NOW
        ),
        lambda: actions.add_document(assessment=draft, title="A", reference="", shows="B", by=stranger, at=NOW),
        lambda: actions.add_engagement(assessment=draft, reference="A", summary="B", by=stranger, at=NOW),
        lambda: actions.link_mitigation(assessment=draft, action=action, how="A", by=stranger, at=NOW),
        lambda: actions.submit(assessment=draft, by=stranger, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="Only the author, colleagues of the same team and plan owners"):
            write()
    with pytest.raises(NotAllowed, match="You need to be"):
        actions.begin_assessment(title="A", by=make_person(Role.VIEWER), at=NOW)


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────
def test_evidence_is_kept_with_its_figures_and_who_is_there_more_often(evidence, author):
    draft = make_draft(author)
    used = actions.add_evidence(
        assessment=draft,
        indicator=make_indicator("poor-health", plain_name="Poor health"),
        characteristic="sex",
        shows="Women more often.",
        by=author,
        at=NOW,
    )
    assert used.snapshot == evidence.id
    by_group = {figure["group"]: figure for figure in used.figures}
    rows = [row for row in evidence.table("values").to_pylist() if row["indicator"] == "poor-health"]
    sexes = {row["group"]: row for row in rows if row["characteristic"] == "sex" and row["period"] == used.period}
    counted, everybody = (sum(row[name] for row in sexes.values()) for name in ("count", "denominator"))
    assert set(by_group) == set(sexes)
    for group, row in sexes.items():  # worked out slowly, from the rows themselves
        share, of_all = row["count"] / counted, row["denominator"] / everybody
        assert by_group[group]["share"] == round(100 * share, 1)
        assert by_group[group]["index"] == round(share / of_all, 3)
        assert by_group[group]["lower"] < by_group[group]["index"] < by_group[group]["upper"]


def test_people_affected_are_held_against_everybody_and_small_groups_are_refused(evidence, author):
    draft, indicator = make_draft(author), make_indicator("poor-health")
    rows = [row for row in evidence.table("values").to_pylist() if row["characteristic"] == "sex"]
    groups = sorted({row["group"] for row in rows})
    said = {
        "assessment": draft, "indicator": indicator, "characteristic": "sex", "shows": "X", "by": author, "at": NOW,
    }  # fmt: skip
    used = actions.add_evidence(people={groups[0]: 30, groups[1]: 10}, called="Members", **said)
    assert [figure["share"] for figure in sorted(used.figures, key=lambda each: each["group"])] == [75.0, 25.0]
    assert used.counted == "Members"
    with pytest.raises(NotPossible, match="fewer than 5 people, who could be recognised"):
        actions.add_evidence(people={groups[0]: 30, groups[1]: 4}, **said)
    with pytest.raises(NotPossible, match="The evidence has no group called “Robots”"):
        actions.add_evidence(people={"Robots": 30}, **said)


def test_what_the_evidence_does_not_have_is_refused_in_a_sentence(evidence, author):
    draft = make_draft(author)
    said = {"assessment": draft, "shows": "X", "by": author, "at": NOW}
    with pytest.raises(NotPossible, match=r"has no figures of .* by that characteristic"):
        actions.add_evidence(indicator=make_indicator("poor-health"), characteristic="religion", **said)
    with pytest.raises(NotPossible, match="There is no indicator 'unheard'"):
        actions.add_evidence(indicator=make_indicator("unheard"), **said)


def test_without_evidence_it_is_said_how_to_bring_some(author):
    with pytest.raises(NotPossible, match="There is no evidence about"):
        actions.add_evidence(
            assessment=make_draft(author), indicator=make_indicator("poor-health"), shows="X", by=author, at=NOW
        )


# ── mitigations ──────────────────────────────────────────────────────────────────────────────────────
def test_a_mitigation_is_an_action_of_a_plan_and_can_be_added_there(author, owner, action):
    draft = make_draft(author)
    linked = actions.link_mitigation(assessment=draft, action=action, how="It helps.", by=author, at=NOW)
    assert linked.action == action
    with pytest.raises(NotPossible, match="is named for this already"):
        actions.link_mitigation(assessment=draft, action=action, how="It helps.", by=author, at=NOW)
    new = {
        "assessment": draft, "section": action.section, "title": "Print large forms", "how": "People can read them.",
        "owner": owner, "due_on": TODAY + timedelta(days=90), "at": NOW,
    }  # fmt: skip
    with pytest.raises(NotAllowed, match="change what a plan says"):
        actions.add_mitigating_action(**new, by=author)
    added = actions.add_mitigating_action(**new, by=owner)
    assert (added.action.owner, added.action.due_on) == (owner, TODAY + timedelta(days=90))
    assert added.action.plan == action.plan
    actions.remove_mitigation(mitigation=added, by=author, at=NOW)
    assert action.plan.actions.filter(title="Print large forms").exists(), "the action went with the mitigation"


def test_an_action_that_was_taken_out_is_no_mitigation(author, owner, action):
    other = make_action(make_section(action.plan, owner), owner, title="Never mind")
    plan_actions.remove_action(action=other, by=owner, at=NOW)
    with pytest.raises(NotPossible, match="is in no plan that is in force"):
        actions.link_mitigation(assessment=make_draft(author), action=other, how="A", by=author, at=NOW)


def test_an_impact_that_an_action_answers_cannot_be_taken_out(author, action):
    draft = fill(make_draft(author), mitigation=action)
    impact = draft.impacts.get(effect="negative")
    with pytest.raises(NotPossible, match="An action answers the impact on Age"):
        actions.remove_impact(impact=impact, by=author, at=NOW)


# ── sign-off ─────────────────────────────────────────────────────────────────────────────────────────
def test_an_assessment_with_something_unsaid_is_not_sent(author):
    draft = make_draft(author)
    with pytest.raises(NotPossible, match="Nobody has said who is affected"):
        actions.submit(assessment=draft, by=author, at=NOW)
    draft.refresh_from_db()
    assert draft.status == AssessmentStatus.DRAFT
    assert draft.steps.count() == 1


def test_nobody_signs_what_they_wrote_or_sent(author, owner, officer):
    own = fill(make_draft(owner))
    actions.submit(assessment=own, by=owner, at=NOW)
    with pytest.raises(NotAllowed, match="somebody else has to sign it"):
        actions.sign(assessment=own, by=owner, at=NOW)
    theirs = fill(make_draft(author))
    actions.submit(assessment=theirs, by=owner, at=NOW)
    with pytest.raises(NotAllowed, match="somebody else has to sign it"):
        actions.sign(assessment=theirs, by=owner, at=NOW)
    with pytest.raises(NotAllowed, match="You need to be an administrator or plan owner or monitoring officer"):
        actions.sign(assessment=theirs, by=make_person(Role.EDITOR), at=NOW)
    actions.sign(assessment=theirs, by=officer, at=NOW)
    assert (theirs.signed_by, last_event(theirs).verb) == (officer, "signed")


@pytest.mark.parametrize(
    "deed",
    [
        lambda draft, by, action: actions.write(assessment=draft, changes={"cumulative": "Less."}, by=by, at=NOW),
        lambda draft, by, action: actions.say_impact(
            assessment=draft, characteristic="age", second="disability", effect=Effect.NONE, why="So.", by=by, at=NOW
        ),
        lambda draft, by, action: actions.remove_impact(
            impact=draft.impacts.get(characteristic="sex"), by=by, at=NOW
        ) or actions.say_impact(
            assessment=draft, characteristic="sex", effect=Effect.NONE, why="So.", by=draft.author, at=NOW
        ),
        lambda draft, by, action: actions.add_document(
            assessment=draft, title="Study", reference="S 1", shows="Much.", by=by, at=NOW
        ),
        lambda draft, by, action: actions.remove_evidence(evidence=draft.evidence.get(), by=by, at=NOW),
        lambda draft, by, action: actions.add_engagement(
            assessment=draft, reference="Talk", summary="Fine.", by=by, at=NOW
        ),
        lambda draft, by, action: actions.change_engagement(
            engagement=draft.engagements.get(), changes={"people": 4}, by=by, at=NOW
        ),
        lambda draft, by, action: actions.remove_engagement(engagement=draft.engagements.get(), by=by, at=NOW),
        lambda draft, by, action: actions.link_mitigation(
            assessment=draft, action=action, how="It helps.", by=by, at=NOW
        ),
        lambda draft, by, action: actions.remove_mitigation(
            mitigation=draft.mitigations.get(impact__isnull=False), by=by, at=NOW
        ),
    ],
)  # fmt: skip
def test_nobody_signs_what_they_helped_to_write(author, owner, officer, action, deed):
    draft = fill(make_draft(author), mitigation=action)
    actions.add_document(assessment=draft, title="Survey", reference="S", shows="Much.", by=author, at=NOW)
    actions.add_engagement(assessment=draft, reference="Hall", summary="Fine.", by=author, at=NOW)
    deed(draft, owner, action)
    actions.submit(assessment=draft, by=author, at=NOW)
    assert not permissions.can_sign(owner, draft)
    with pytest.raises(NotAllowed, match="You wrote in this assessment"):
        actions.sign(assessment=draft, by=owner, at=NOW)
    actions.return_to_author(assessment=draft, reason="A group is missing.", by=officer, at=NOW)
    actions.submit(assessment=draft, by=author, at=NOW)
    actions.sign(assessment=draft, by=officer, at=NOW)
    assert draft.signed_by == officer, "whoever returned it wrote nothing in it"


def test_the_database_itself_refuses_an_author_s_own_signature(author):
    draft = make_draft(author)
    draft.signed_by, draft.signed_at, draft.status = author, NOW, AssessmentStatus.SIGNED.value
    with pytest.raises(ValidationError, match="Somebody other than the author has to sign"):
        draft.full_clean()


def test_a_monitoring_officer_is_written_to_and_the_author_when_it_comes_back(author, officer):
    draft = fill(make_draft(author))
    actions.submit(assessment=draft, by=author, at=NOW)
    (asked,) = Message.objects.about("assessments.assessment", draft.pk)
    assert (asked.person, asked.subject) == (officer, f"{draft.reference} waits for your sign-off")
    with pytest.raises(NotPossible, match="Say what should change"):
        actions.return_to_author(assessment=draft, reason=" ", by=officer, at=NOW)
    draft.refresh_from_db()
    actions.return_to_author(assessment=draft, reason="Ask the Deaf club.", by=officer, at=NOW)
    returned = Message.objects.to_person(author).get()
    assert "Ask the Deaf club." in returned.body
    actions.write(assessment=draft, changes={"affected": "31,000 people, 200 of them Deaf."}, by=author, at=NOW)
    sign(draft)
    assert [step.after for step in draft.steps.all()] == ["draft", "submitted", "returned", "submitted", "signed"]


def test_what_was_sent_stands_still(author, officer):
    draft = fill(make_draft(author))
    actions.submit(assessment=draft, by=author, at=NOW)
    with pytest.raises(NotPossible, match=r"is submitted. It has to be returned before it is changed"):
        actions.write(assessment=draft, changes={"affected": "X"}, by=author, at=NOW)
    published = make_published()
    with pytest.raises(NotPossible, match=r"is published and is kept as it was. Begin a review instead"):
        actions.write(assessment=published, changes={"affected": "X"}, by=published.author, at=NOW)


def test_publishing_makes_both_files_and_an_unsigned_one_is_not_published(author, owner):
    draft = fill(make_draft(author))
    with pytest.raises(NotPossible, match="is draft and cannot become published"):
        actions.publish(assessment=draft, by=owner, at=NOW)
    draft.refresh_from_db()
    publish(draft)
    with draft.pdf.open("rb") as file:
        assert file.read().startswith(b"%PDF")
    with draft.word.open("rb") as file:
        assert file.read().startswith(b"PK")
    with pytest.raises(NotAllowed, match="publish"):
        actions.publish(assessment=sign(fill(make_draft(author))), by=author, at=NOW)


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────
def decide(decision, by, **fields):
    said = {"outcome": Outcome.AGREED, "words": "Agreed.", "decided_on": TODAY, **fields}
    return actions.record_decision(decision=decision, by=by, at=NOW, **said)


def test_a_decision_is_not_recorded_before_its_assessment_is_signed(author, owner):
    decision = make_decision()
    with pytest.raises(NotPossible, match=r"nobody has begun one. Only the monitoring officer"):
        decide(decision, owner)
    draft = fill(make_draft(author, decision))
    with pytest.raises(NotPossible, match=f"{draft.reference} is draft"):
        decide(decision, owner)
    actions.submit(assessment=draft, by=author, at=NOW)
    with pytest.raises(NotPossible, match=f"{draft.reference} is submitted"):
        decide(decision, owner)
    actions.sign(assessment=draft, by=make_person(Role.MONITORING_OFFICER), at=NOW)
    decide(decision, owner)
    assert (decision.status, decision.outcome, decision.decided_on) == ("decided", "agreed", TODAY)
    event = last_event(decision)
    assert (event.verb, event.after["is_overridden"]) == ("recorded what was decided on", False)
    with pytest.raises(NotPossible, match="is decided and cannot become decided"):
        decide(decision, owner)


def test_only_the_monitoring_officer_overrides_and_only_with_a_reason(owner, officer):
    decision = make_decision()
    said = {"decision": decision, "at": NOW}
    for person in (owner, make_person(Role.ADMINISTRATOR), make_person(Role.CONTRIBUTOR)):
        with pytest.raises(NotAllowed, match="You need to be a monitoring officer to let a decision be taken"):
            actions.override(reason="Flood.", by=person, **said)
    with pytest.raises(NotPossible, match="The reason is published with your name"):
        actions.override(reason="  ", by=officer, **said)
    override = actions.override(reason="The bridge may fall.", by=officer, **said)
    assert (override.by, override.reason) == (officer, "The bridge may fall.")
    assert last_event(decision).verb == "overrode the missing assessment of"
    with pytest.raises(NotPossible, match="was overridden before"):
        actions.override(reason="Again.", by=officer, **said)
    decide(decision, owner)
    assert last_event(decision).after["is_overridden"] is True
    assert list(Decision.objects.to_assess().without_assessment()) == [decision], "it is still owed its assessment"
    assert make_draft(decision=decision).decision == decision


def test_a_signed_assessment_leaves_nothing_to_override(officer, author):
    decision = make_decision()
    sign(fill(make_draft(author, decision)))
    with pytest.raises(NotPossible, match="is signed, so nothing has to be overridden"):
        actions.override(decision=decision, reason="X", by=officer, at=NOW)


def test_a_decision_of_before_the_signature_is_overridden_or_not_recorded(author, owner, officer):
    decision = make_decision()
    later = NOW + timedelta(days=8)
    sign(fill(make_draft(author, decision)), at=NOW + timedelta(days=4))

    def record(day):
        return actions.record_decision(
            decision=decision, outcome=Outcome.AGREED, words="", decided_on=day, by=owner, at=later
        )

    def let(**day):
        return actions.override(decision=decision, reason="Flood.", by=officer, at=later, **day)

    with pytest.raises(NotPossible, match=r"before its equality impact assessment was signed on .* let that stand"):
        record(TODAY + timedelta(days=3))
    for day in ({}, {"decided_on": TODAY + timedelta(days=4)}):
        with pytest.raises(NotPossible, match="the day of the signature, say on which day"):
            let(**day)
    with pytest.raises(NotPossible, match="a day that is still to come"):
        let(decided_on=TODAY + timedelta(days=9))
    let(decided_on=TODAY + timedelta(days=3))
    assert last_event(decision).after == {
        "reason": "Flood.", "decided_on": (TODAY + timedelta(days=3)).isoformat()
    }  # fmt: skip
    record(TODAY + timedelta(days=3))
    assert last_event(decision).after["is_overridden"] is True


def test_a_decision_on_the_day_of_the_signature_needs_no_override(author, owner):
    decision = make_decision()
    sign(fill(make_draft(author, decision)), at=NOW)
    decide(decision, owner, decided_on=TODAY)
    assert last_event(decision).after["is_overridden"] is False


def test_a_signature_that_a_later_assessment_took_the_place_of_still_came_first(author, owner):
    decision = make_decision()
    first = make_published(decision=decision)
    review = actions.begin_review(assessment=first, by=author, at=NOW + timedelta(days=2))
    publish(fill(review, at=NOW + timedelta(days=2)), at=NOW + timedelta(days=5))
    assert decision.first_signed_on() == TODAY
    said = {"outcome": Outcome.AGREED, "words": "", "decided_on": TODAY + timedelta(days=1)}
    actions.record_decision(decision=decision, by=owner, at=NOW + timedelta(days=6), **said)
    assert decision.status == "decided"


def test_a_returned_signature_blocks_the_decision_again(author, owner, officer):
    decision = make_decision()
    draft = sign(fill(make_draft(author, decision)))
    actions.return_to_author(assessment=draft, reason="A group was forgotten.", by=officer, at=NOW)
    with pytest.raises(NotPossible, match=f"{draft.reference} is returned"):
        decide(decision, owner)


def test_a_decision_that_needs_none_says_why_in_public(owner, author):
    decision = make_decision()
    actions.say_not_needed(decision=decision, reason="It names people for seats.", by=owner, at=NOW)
    decide(decision, owner)
    other = make_decision()
    make_draft(author, other)
    with pytest.raises(NotPossible, match="is being assessed"):
        actions.say_not_needed(decision=other, reason="X", by=owner, at=NOW)
    with pytest.raises(NotAllowed, match="change the list of decisions"):
        actions.say_not_needed(decision=make_decision(), reason="X", by=author, at=NOW)


def test_what_was_put_off_is_still_to_come_and_comes_with_its_assessment(owner, author):
    decision = make_decision(due_on=TODAY)
    said = {"decision": decision, "words": "Ask the schools.", "by": owner, "at": NOW}
    for days, until, refusal in (
        (1, TODAY + timedelta(days=9), "a day that is still to come"),
        (0, TODAY, "to a day after the one on which it was put off"),
    ):
        with pytest.raises(NotPossible, match=refusal):
            actions.defer_decision(deferred_on=TODAY + timedelta(days=days), until=until, **said)
    until = TODAY + timedelta(days=90)
    actions.defer_decision(deferred_on=TODAY, until=until, **said)
    assert (decision.status, decision.due_on, decision.outcome) == ("upcoming", until, "deferred")
    event = last_event(decision)
    assert (event.verb, event.before["due_on"], event.after["due_on"]) == (
        "put off", TODAY.isoformat(), until.isoformat(),
    )  # fmt: skip
    assert list(Decision.objects.upcoming().without_assessment()) == [decision]
    with pytest.raises(ValueError, match="has not been decided"):
        decide(decision, owner, outcome=Outcome.DEFERRED)
    with pytest.raises(NotPossible, match="nobody has begun one"):
        decide(decision, owner)
    sign(fill(make_draft(author, decision)))
    decide(decision, owner)
    assert (decision.status, decision.outcome) == ("decided", "agreed")
    with pytest.raises(NotPossible, match="is decided"):
        actions.defer_decision(deferred_on=TODAY, until=until, **said)
    with pytest.raises(NotAllowed):
        actions.defer_decision(deferred_on=TODAY, until=until, **{**said, "by": author})


def test_a_decision_to_come_is_put_right_and_one_that_was_taken_is_not(owner, author):
    decision, other = make_decision(), make_decision()
    decision.due_words = "By Easter"
    decision.save()
    day = TODAY + timedelta(days=9)

    def change(by=owner, **changes):
        return actions.edit_decision(decision=decision, changes=changes, by=by, at=NOW)

    change(title="Opening hours", due_on=day)
    assert (decision.title, decision.due_on, decision.due_words) == ("Opening hours", day, "")
    event = last_event(decision)
    assert event.before["due_words"] == "By Easter"
    assert event.after == {"title": "Opening hours", "due_on": day.isoformat(), "due_words": ""}
    with pytest.raises(ValidationError, match="already exists"):
        change(reference=other.reference)
    decision.refresh_from_db()
    with pytest.raises(NotAllowed, match="change the list of decisions"):
        change(by=author, title="Mine")
    actions.say_not_needed(decision=decision, reason="X", by=owner, at=NOW)
    decide(decision, owner)
    with pytest.raises(NotPossible, match="is decided"):
        change(title="Never")


def test_nothing_was_decided_tomorrow(owner):
    decision = make_decision()
    actions.say_not_needed(decision=decision, reason="X", by=owner, at=NOW)
    with pytest.raises(NotPossible, match="a day that is still to come"):
        decide(decision, owner, decided_on=TODAY + timedelta(days=1))


# ── review ───────────────────────────────────────────────────────────────────────────────────────────
def test_people_are_reminded_once_a_month_and_the_page_is_marked_on_its_day():
    review_on = TODAY + timedelta(days=40)
    published = make_published(review_on=review_on)
    Message.objects.all().delete()

    def on(days):
        found = actions.remind_of_reviews(by=None, at=NOW + timedelta(days=days))
        published.refresh_from_db()
        return [(each.to, each.becomes_due) for each in found]

    assert on(9) == []
    assert on(10) == [(published.author, False)]
    assert on(10) == []
    assert on(39) == []
    assert published.status == AssessmentStatus.PUBLISHED
    assert on(40) == [(published.author, True)]
    assert published.status == AssessmentStatus.DUE_FOR_REVIEW
    assert on(69) == []
    assert on(70) == [(published.author, False)]
    assert Message.objects.count() == 3
    assert last_event(published).actor_name == "The site itself"


def test_an_assessment_that_everybody_has_left_is_marked_and_told_to_whoever_may_sign(owner, capsys):
    published = make_published(review_on=TODAY)
    for person in (published.author, published.signed_by, published.published_by):
        person.is_active = False
        person.save()
    assert [each.to for each in actions.reviews_due(on=TODAY)] == [owner]
    owner.is_active = False
    owner.save()
    Message.objects.all().delete()
    assert [(each.to, each.becomes_due) for each in actions.remind_of_reviews(by=None, at=NOW)] == [(None, True)]
    published.refresh_from_db()
    assert published.status == AssessmentStatus.DUE_FOR_REVIEW, "that nobody is left does not hide it"
    assert not Message.objects.exists()


def test_the_command_says_whom_it_would_write_to_and_a_dry_run_writes_nothing(capsys):
    published = make_published(review_on=TODAY + timedelta(days=1))
    Message.objects.all().delete()
    call_command("remind_of_reviews", "--dry-run")
    assert f"{published.author.name} would be reminded" in capsys.readouterr().out
    assert not Message.objects.exists()
    call_command("remind_of_reviews")
    assert f"{published.author.name} reminded" in capsys.readouterr().out
    assert Message.objects.count() == 1
    call_command("remind_of_reviews")
    assert "No assessment has to be looked at again soon." in capsys.readouterr().out


def test_a_review_that_finds_nothing_new_says_so_and_when_next(officer):
    published = make_published(review_on=TODAY)
    actions.remind_of_reviews(by=None, at=NOW)
    published.refresh_from_db()
    again = TODAY + timedelta(days=365)
    with pytest.raises(NotPossible, match="must be on a day that is still to come"):
        actions.confirm_after_review(assessment=published, reason="A", review_on=TODAY, by=officer, at=NOW)
    published.refresh_from_db()
    actions.confirm_after_review(assessment=published, reason="Visits held up.", review_on=again, by=officer, at=NOW)
    assert (published.status, published.review_on, published.reminded_on) == ("published", again, None)
    assert published.steps.last().reason == "Visits held up."
    with published.pdf.open("rb") as file:
        text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert f"{again.day} {again:%B %Y}" in text, "the file says when it is looked at again, as the page does"


def test_a_review_takes_everything_along_and_supersedes_once_published(author, action):
    decision = make_decision()
    first = make_published(author=author, decision=decision, mitigation=action)
    review = actions.begin_review(assessment=first, by=author, at=NOW)
    assert review.affected == first.affected
    assert review.review_on is None, "the day of the next review has to be chosen anew"
    assert {(each.characteristic, each.effect) for each in review.impacts.all()} == {
        (each.characteristic, each.effect) for each in first.impacts.all()
    }
    copied = Mitigation.objects.get(assessment=review)
    assert (copied.action, copied.impact.assessment) == (action, review)
    with pytest.raises(NotPossible, match=f"{review.reference} reviews this one already"):
        actions.begin_review(assessment=first, by=author, at=NOW)
    actions.write(assessment=review, changes={"review_on": TODAY + timedelta(days=400)}, by=author, at=NOW)
    publish(review)
    first.refresh_from_db()
    assert first.status == AssessmentStatus.SUPERSEDED
    assert Assessment.objects.in_force().get(decision=decision) == review
