"""Somebody's words that were typed straight into a report: refused, agreed to, or said by name to be nobody's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.reports import publish_report
from tests.factories.stories import make_consent

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.checks import NO_CONSENT, Finding, Gravity, Rule, find_checks, what_stands
from goldenthread.reports.models import Clearance
from goldenthread.reports.stories.kinds import Channel, Scope
from goldenthread.reports.stories.notices import NOTICE
from goldenthread.reports.stories.reading import find_uses

TODAY = NOW.date()
SAID = "I had the heating on for the first time"
TYPED = f"One of them said: “{SAID}.” We were glad."


def write(draft: Any, text: str = TYPED, place: str = "introduction") -> None:
    actions.write_text(report=draft, place=place, text=text, by=make_person(Role.EDITOR), at=NOW)


def standing(draft: Any) -> list[Finding]:
    return list(what_stands(find_checks(draft, on=TODAY)))


def agree(**fields: Any) -> Any:
    return make_consent(**{"given_on": date(2026, 1, 1), "words": f"{SAID}, and I slept.", **fields})


def test_words_that_were_typed_in_are_refused_and_nobody_can_override_it(draft):
    write(draft)
    (found,) = standing(draft)
    assert (found.words, found.verdict, found.gravity) == (f"{SAID}.", NO_CONSENT, Gravity.BLOCKS)
    assert (found.place, found.rule, found.can_be_overridden) == ("introduction", Rule.QUOTATION, False)
    assert "the register has no consent for them" in found.why
    with pytest.raises(NotPossible, match="Nobody can let that be published"):
        actions.override(report=draft, key=found.key, reason="Do.", by=make_person(Role.MONITORING_OFFICER), at=NOW)
    with pytest.raises(NotPossible, match="A reason does not help"):
        actions.give_reason(report=draft, key=found.key, reason="Do.", by=make_person(Role.EDITOR), at=NOW)
    with pytest.raises(NotPossible, match="is NO CONSENT"):
        actions.check(report=draft, by=make_person(Role.EDITOR), at=NOW)


def test_a_paragraph_set_as_a_block_quotation_is_one_too(draft):
    write(draft, f"It was a long year.\n\n> {SAID}.")
    assert [each.words for each in standing(draft)] == [f"{SAID}."]


def test_words_that_the_register_has_are_let_be_for_as_long_as_it_says(draft):
    consent = agree()
    write(draft, TYPED.replace("I had", "i had").replace("time.", "time!"))
    assert standing(draft) == []
    consent.until = date(2026, 2, 1)
    consent.save()
    assert "consent ended on 1 February 2026" in standing(draft)[0].why


@pytest.mark.parametrize(
    "fields",
    [
        {"words": ""},
        {"words": "I had the heating on"},
        {"words": "I had the heating off for the first time"},
        {"channels": [Channel.WEBSITE]},
        {"scopes": [Scope.STORY]},
        {"given_on": date(2026, 8, 1)},
    ],
)
def test_a_consent_for_less_is_none(draft, fields):
    if fields.get("given_on"):
        fields = {**fields, "at": timezone.make_aware(timezone.datetime(2026, 9, 1))}
    agree(**fields)
    write(draft)
    assert [each.verdict for each in standing(draft)] == [NO_CONSENT]


def test_words_that_are_marked_are_asked_of_their_own_consent(draft):
    agree(reference="C-7", words="")
    write(draft, TYPED.replace(f"“{SAID}.”", f"[“{SAID}.”](quote:C-7)"))
    assert standing(draft) == []


def test_somebody_says_by_name_that_they_are_nobody_s_and_other_words_need_another(draft):
    title = "“what we do when the boiler stops” hangs in each hall."
    write(draft, title)
    (found,) = standing(draft)
    editor = make_person(Role.EDITOR)
    with pytest.raises(NotPossible, match="Write the reason"):
        actions.say_it_is_nobodys(report=draft, key=found.key, reason=" ", by=editor, at=NOW)
    reader = make_person(Role.MONITORING_OFFICER)
    with pytest.raises(NotAllowed):
        actions.say_it_is_nobodys(report=draft, key=found.key, reason="A poster.", by=reader, at=NOW)
    actions.say_it_is_nobodys(report=draft, key=found.key, reason="The title of a poster.", by=editor, at=NOW)
    assert standing(draft) == []
    (answered,) = [each for each in find_checks(draft, on=TODAY) if each.rule is Rule.QUOTATION]
    assert (answered.clearance.reason, answered.clearance.by) == ("The title of a poster.", editor)
    assert not answered.clearance.is_override
    assert AuditEvent.objects.filter(verb="said that nobody’s words are quoted in").count() == 1
    write(draft, title.replace("stops", "leaks"))
    assert [each.verdict for each in standing(draft)] == [NO_CONSENT]


def test_what_follows_the_first_three_hundred_letters_counts_too(draft):
    long = " ".join(f"word{number}" for number in range(100))
    write(draft, f"“{long} one.”")
    actions.say_it_is_nobodys(
        report=draft, key=standing(draft)[0].key, reason="A poem.", by=make_person(Role.EDITOR), at=NOW
    )
    assert standing(draft) == []
    write(draft, f"“{long} two.”")
    assert len(standing(draft)) == 1


def test_no_other_finding_can_be_said_to_be_nobody_s(draft):
    write(draft, "[“It was cold”](quote:C-404)")
    (found,) = standing(draft)
    with pytest.raises(NotPossible, match="is not a quotation that was typed in"):
        actions.say_it_is_nobodys(report=draft, key=found.key, reason="A poster.", by=make_person(Role.EDITOR), at=NOW)
    assert not Clearance.objects.exists()


def test_what_was_said_of_it_is_for_staff_and_is_not_published(client, draft):
    write(draft, "“what we do when the boiler stops” hangs in each hall.")
    editor = make_person(Role.EDITOR)
    key = standing(draft)[0].key
    page = signed_in_client(editor)
    checks = reverse("reports:staff_checks", args=[draft.slug])
    assert "These are no person’s words" in page.get(checks).content.decode()
    answer = reverse("reports:staff_answer_for", args=[draft.slug, key])
    assert "no person’s" in page.get(answer).content.decode()
    assert page.post(answer, {"reason": ""}).status_code == 400
    assert page.post(answer, {"reason": "The title of a poster."}).status_code == 302
    assert "The title of a poster." in page.get(checks).content.decode()
    edition = publish_report(draft).editions.get()
    assert edition.clearances == []
    assert "The title of a poster." not in client.get(f"/reports/{draft.slug}/").content.decode()


@pytest.mark.parametrize("role", [Role.MONITORING_OFFICER, Role.CONTRIBUTOR])
def test_who_does_not_write_reports_cannot_say_so(draft, role):
    write(draft)
    answer = reverse("reports:staff_answer_for", args=[draft.slug, standing(draft)[0].key])
    assert signed_in_client(make_person(role)).get(answer).status_code == 403


def test_words_from_the_plan_stop_it_too_and_can_be_answered_for(draft):
    item = draft.edition.items.filter(kind="achievement").order_by("position").first()
    item.document["text"] = f"A door was painted. “{SAID}.”"
    item.save()
    (found,) = standing(draft)
    assert found.heading.endswith(", from the plan")
    assert "put the report together again" in found.fix
    actions.say_it_is_nobodys(report=draft, key=found.key, reason="A song.", by=make_person(Role.EDITOR), at=NOW)
    assert standing(draft) == []


def test_when_somebody_takes_them_back_words_that_were_typed_in_are_taken_out_as_well(client, draft):
    consent = agree(reference="C-7")
    write(draft, f"{TYPED}\n\n- Twice: [“{SAID}”](quote:C-7).")
    publish_report(draft)
    uses = {use.kind.value: set(use.marks) for use in find_uses(consent)}
    named = {f"words:“{SAID}.”", "quote:C-7"}
    assert uses == {"published edition": named, "report text": named}
    assert SAID in client.get(f"/reports/{draft.slug}/").content.decode()
    actions.withdraw_consent(consent=consent, how="By letter", by=make_person(Role.EDITOR), at=timezone.now())
    shown = client.get(f"/reports/{draft.slug}/").content.decode()
    assert SAID not in shown
    assert shown.count(NOTICE) == 2
    assert "One of them said:" in shown
    assert client.get(f"/reports/{draft.slug}/pdf/").status_code == 410
