"""The room's pages: who may see what, lists that are filtered, ordered and downloaded, and how often they ask."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.factories.assessments import TODAY, fill, make_decision, make_draft, make_published, sign
from tests.factories.people import signed_in_client
from tests.factories.plans import NOW, make_action, make_person, make_team
from tests.factories.plans import publish as publish_plan

from goldenthread.accounts.roles import Role
from goldenthread.assessments import actions
from goldenthread.assessments.kinds import Effect, Outcome
from goldenthread.assessments.models import Assessment
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db


def words(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def references(answer):
    return [line.reference for line in answer.context["lines"]]


# ── in public ────────────────────────────────────────────────────────────────────────────────────────
def test_only_what_is_published_is_public(client, author):
    draft, signed, published = make_draft(author), sign(fill(make_draft(author))), make_published(author=author)
    for hidden in (draft, signed):
        for address in (f"/assessments/{hidden.number}/", f"/assessments/{hidden.number}.pdf",
                        f"/assessments/{hidden.number}.docx", f"/api/v1/assessments/{hidden.number}",
                        f"/thread/assessment/{hidden.number}/"):  # fmt: skip
            assert client.get(address).status_code == 404, address
    page = client.get("/assessments/")
    assert references(page) == [published.reference]
    assert [each["number"] for each in client.get("/api/v1/assessments").json()] == [published.number]
    body = words(client.get(f"/assessments/{published.number}/"))
    assert "Some people would be worse off: Age." in body
    assert "Library Manager" in body
    assert "Avery Writer" not in body


def test_the_public_reads_an_action_as_its_plan_has_published_it(client, owner, author, action):
    published = make_published(author=author, mitigation=action)
    address = f"/assessments/{published.number}/"
    assert "Not started" in words(client.get(address))
    plan_actions.post_update(
        action=action, text="Nobody came.", status=ActionStatus.STOPPED, reason="No money.", by=owner, at=NOW
    )
    body = words(client.get(address))
    assert "was stopped" not in body, "an update is public before anybody released it"
    assert "Not started" in body
    assert "was stopped" in words(signed_in_client(owner).get(f"/staff/assessments/{published.number}/"))
    plan_actions.release_progress(plan=action.plan, by=owner, at=NOW, note="")
    assert "was stopped" in words(client.get(address))


def test_an_action_that_is_in_no_published_plan_is_named_and_not_linked(client, owner, author, action):
    inside = make_action(action.section, owner, title="Not out yet", owner=owner, due_on=TODAY + timedelta(days=9))
    published = make_published(author=author, mitigation=inside)
    body = words(client.get(f"/assessments/{published.number}/"))
    assert "Not out yet" in body
    assert f"/actions/{inside.number}/" not in body
    publish_plan(action.plan)
    assert f"/actions/{inside.number}/" in words(client.get(f"/assessments/{published.number}/"))


def test_an_action_s_page_lists_the_assessments_it_mitigates(client, owner, author, action):
    draft = fill(make_draft(author, title="Still inside"), mitigation=action)
    published = make_published(author=author, title="Out in the open", mitigation=action)
    public = words(client.get(f"/plans/fairer/actions/{action.number}/"))
    assert f'href="/assessments/{published.number}/"' in public
    assert "Still inside" not in public
    staff = words(signed_in_client(owner).get(f"/staff/plans/fairer/actions/{action.number}/"))
    assert f'href="/staff/assessments/{draft.number}/"' in staff
    assert f'href="/staff/assessments/{published.number}/"' in staff


def test_the_thread_leads_from_an_assessment_to_its_action_and_back(client, author, action):
    published = make_published(author=author, mitigation=action)
    assert words(client.get(f"/thread/assessment/{published.number}/")).count("You are here") == 1
    key = f"fairer-{action.number}"
    assert f'href="/thread/action/{key}/"' in words(client.get(f"/thread/assessment/{published.number}/"))
    assert f'href="/thread/assessment/{published.number}/"' in words(client.get(f"/thread/action/{key}/"))


def test_an_override_is_public_with_name_and_reason_everywhere(client, owner, officer):
    decision = make_decision(title="Closing the bridge")
    actions.override(decision=decision, reason="The bridge may fall.", by=officer, at=NOW)
    actions.record_decision(
        decision=decision, outcome=Outcome.AGREED, words="At once.", decided_on=TODAY, by=owner, at=NOW
    )
    body = words(client.get(f"/decisions/{decision.pk}/"))
    assert "Morgan Law, Monitoring Officer, let this decision be taken" in body
    assert "The bridge may fall." in body
    assert "Overridden" in words(client.get("/decisions/", {"status": "decided"}))
    rows = client.get("/decisions/", {"status": "decided", "as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert "The bridge may fall." in rows[1]
    (told,) = client.get("/api/v1/decisions", {"status": "decided"}).json()
    assert (told["overridden_by"], told["override_reason"]) == ("Morgan Law", "The bridge may fall.")


def test_a_signature_that_came_too_late_is_overridden_through_the_pages(author, owner, officer):
    decision = make_decision(owner)
    sign(fill(make_draft(author, decision)), at=NOW + timedelta(days=2))
    page = f"/staff/decisions/{decision.pk}/"
    link = "It was decided before the assessment was signed"
    assert link not in words(signed_in_client(owner).get(page)), "only the monitoring officer may"
    law, keeper = signed_in_client(officer), signed_in_client(owner)
    assert link in words(law.get(page))
    day = {"decided_on_0": NOW.day, "decided_on_1": NOW.month, "decided_on_2": NOW.year}
    outcome = {"outcome": "agreed", "words": "Yes.", **day}
    refused = keeper.post(f"{page}record/", outcome)
    assert refused.status_code == 400
    assert "Only the monitoring officer can let that stand" in refused.content.decode()
    assert law.post(f"{page}override/", {"reason": "Flood."}).status_code == 400, "the day has to be said"
    assert law.post(f"{page}override/", {"reason": "Flood.", **day}).status_code == 302
    assert link not in words(law.get(page))
    assert keeper.post(f"{page}record/", outcome).status_code == 302
    assert "Flood." in words(Client().get(f"/decisions/{decision.pk}/"))


def test_an_assessment_is_bound_to_its_decision_through_the_pages(author, owner):
    draft, free, other = make_draft(author), make_decision(owner), make_draft(author, make_decision(owner))
    address, browser = f"/staff/assessments/{draft.number}/decision/", signed_in_client(author)
    offered = set(browser.get(address).context["form"].fields["decision"].queryset)
    assert offered == {free}, "what somebody assesses already is not offered"
    typed = {"title": draft.title, "proposal": "", "decision": free.pk, **_day("decide_by", TODAY)}
    assert browser.post(address, typed).status_code == 302
    draft.refresh_from_db()
    assert draft.decision == free
    assert browser.get(address).context["form"].initial["decision"] == free
    assert browser.post(address, {**typed, "decision": other.decision.pk}).status_code == 400
    decision = other.decision
    actions.override(decision=decision, reason="Flood.", by=make_person(Role.MONITORING_OFFICER), at=NOW)
    actions.record_decision(decision=decision, outcome=Outcome.AGREED, words="", decided_on=TODAY, by=owner, at=NOW)
    assert "decision" not in browser.get(f"/staff/assessments/{other.number}/decision/").context["form"].fields


def test_a_decision_is_put_right_and_put_off_through_the_pages(author, owner):
    decision = make_decision(owner, title="Libary hours", is_key=True)
    page = f"/staff/decisions/{decision.pk}/"
    keeper = signed_in_client(owner)
    form = keeper.get(f"{page}edit/").context["form"]
    typed = {name: form.initial[name] for name in ("reference", "title", "decision_maker", "summary", "is_key")}
    day = {"due_on_0": 5, "due_on_1": 7, "due_on_2": NOW.year + 1}
    assert signed_in_client(author).post(f"{page}edit/", {**typed, **day}).status_code == 403
    assert keeper.post(f"{page}edit/", {**typed, "title": "Library hours", **day}).status_code == 302
    decision.refresh_from_db()
    assert (decision.title, decision.due_on.month, decision.is_key) == ("Library hours", 7, True)

    put_off = {"outcome": "deferred", "words": "Ask schools.", **_day("decided_on", TODAY)}
    asked = keeper.post(f"{page}record/", put_off)
    assert "Enter the day until which it was deferred." in asked.content.decode()
    until = TODAY + timedelta(days=400)
    agreed = keeper.post(f"{page}record/", {**put_off, "outcome": "agreed", **_day("until", until)})
    assert "Leave this empty, or choose “Deferred”." in agreed.content.decode()
    assert keeper.post(f"{page}record/", {**put_off, **_day("until", until)}).status_code == 302
    listed = words(Client().get("/decisions/"))
    written = [f"{day.day} {day:%B %Y}" for day in (until, TODAY)]
    assert f"due {written[0]}, deferred on {written[1]}" in listed
    assert f"Deferred, {written[1]}. Ask schools." in words(Client().get(f"/decisions/{decision.pk}/"))


def _day(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def test_a_decision_s_page_names_no_assessment_before_it_is_published(client, author):
    decision = make_decision()
    draft = make_draft(author, decision, title="A secret title")
    body = words(client.get(f"/decisions/{decision.pk}/"))
    assert "An assessment is being written" in body
    assert "A secret title" not in body
    assert str(draft.reference) not in body
    assert client.get("/api/v1/decisions").json()[0]["assessment"] is None


def test_a_superseded_assessment_says_what_took_its_place(client, author):
    first = make_published(author=author)
    review = actions.begin_review(assessment=first, by=author, at=NOW)
    assert "has taken the place" not in words(client.get(f"/assessments/{first.number}/"))
    actions.write(assessment=review, changes={"review_on": TODAY + timedelta(days=400)}, by=author, at=NOW)
    sign(review)
    actions.publish(assessment=review, by=make_person(Role.PLAN_OWNER), at=NOW)
    body = words(client.get(f"/assessments/{first.number}/"))
    assert f"{review.reference} has taken the place of this assessment." in body


# ── documents ────────────────────────────────────────────────────────────────────────────────────────
def test_the_pdf_is_tagged_and_says_what_the_page_says(client, author, action):
    published = make_published(author=author, mitigation=action)
    answer = client.get(f"/assessments/{published.number}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answer.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.metadata.title == published.title
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for said in ("Some people would be worse off: Age.", "What it would do to whom", "Worse off", "Sit with people",
                 "What the assessment advises", "Go ahead"):  # fmt: skip
        assert said in text, said
    outline = [entry.title for entry in read.outline if not isinstance(entry, list)]
    assert "What we will do about it" in outline


def test_the_word_document_has_headings_header_rows_and_the_same_words(client, author, action):
    published = make_published(author=author, mitigation=action)
    answer = client.get(f"/assessments/{published.number}.docx")
    assert "attachment" in answer["Content-Disposition"]
    book = Document(io.BytesIO(answer.content))
    assert book.core_properties.title == published.title
    headings = [each.text for each in book.paragraphs if each.style.name == "Heading 1"]
    assert headings[:4] == ["What is to be decided", "Who is affected", "What it would do to whom", "What we know"]
    assert "Sit with people" in [each.text for each in book.paragraphs if each.style.name == "Heading 2"]
    for table in book.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not any(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in others)
    impacts = book.tables[0]
    assert [cell.text for cell in impacts.rows[0].cells] == ["Who", "Effect", "Why"]
    assert ["Age", "Worse off", "We asked."] in [[cell.text for cell in row.cells] for row in impacts.rows]


def test_a_draft_can_be_printed_by_staff_and_says_that_it_is_one(author, client):
    draft = make_draft(author)
    address = f"/staff/assessments/{draft.number}/draft.docx"
    assert client.get(address).status_code == 302
    book = Document(io.BytesIO(signed_in_client(author).get(address).content))
    assert "This is a draft. It has not been published." in [each.text for each in book.paragraphs]
    pdf = signed_in_client(author).get(f"/staff/assessments/{draft.number}/draft.pdf").content
    assert "This is a draft" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


# ── registers ────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def four(author, owner, action, evidence):
    """One that lacks nothing the register looks for, and one for each thing that may be missing."""
    whole = make_published(author=author, title="Whole", mitigation=action)
    harm = make_published(author=author, title="=Harm", harmed="disability", decide_by=TODAY + timedelta(days=5))
    loose_action = make_action(action.section, owner, title="No date", owner=owner)
    loose = make_published(author=author, title="Loose", mitigation=loose_action)
    draft = make_draft(author, title="Unknown")
    actions.say_impact(assessment=draft, characteristic="sex", effect=Effect.UNKNOWN, why="?", by=author, at=NOW)
    actions.say_impact(assessment=draft, characteristic="religion", effect=Effect.UNKNOWN, why="?", by=author, at=NOW)
    return {"whole": whole, "harm": harm, "loose": loose, "unknown": draft}


@pytest.mark.parametrize("kind", ["harm", "loose", "unknown"])
def test_each_thing_that_is_missing_finds_its_assessment(four, owner, kind):
    page = signed_in_client(owner).get("/staff/assessments/", {"gap": kind})
    assert references(page) == [four[kind].reference]
    assert len(page.context["lines"][0].missing) == 1


def test_an_overdue_review_is_found(four, owner):
    Assessment.objects.filter(pk=four["whole"].pk).update(review_on=TODAY - timedelta(days=400))
    page = signed_in_client(owner).get("/staff/assessments/", {"gap": "review"})
    assert references(page) == [four["whole"].reference]
    assert page.context["lines"][0].missing == ("Review overdue",)


def test_the_register_is_filtered_and_ordered_by_the_address(four, owner, author):
    browser = signed_in_client(owner)

    def found(**filters):
        return references(browser.get("/staff/assessments/", filters))

    every = {each.reference for each in four.values()}
    assert set(found()) == every
    assert found(q="whole") == [four["whole"].reference]
    assert found(status="draft") == [four["unknown"].reference]
    assert found(affects="disability") == [four["harm"].reference]
    assert found(sort="soonest")[0] == four["harm"].reference
    assert found(sort="number") == sorted(every, key=lambda each: int(each.split()[1]))
    assert found(option="stop") == []
    assert found(team=str(make_team().pk)) == []
    assert "No assessment fits." in words(browser.get("/staff/assessments/", {"q": "nothing like it"}))


def test_the_register_downloads_as_it_is_shown_and_no_cell_is_a_formula(four, owner, client):
    browser = signed_in_client(owner)
    table = browser.get("/staff/assessments/", {"gap": "harm", "as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert "'=Harm" in table[1]
    assert "harm was found, and no action of a plan answers it" in table[1]
    book = load_workbook(io.BytesIO(browser.get("/staff/assessments/", {"as": "xlsx"}).content))
    assert "Whole" in [cell.value for row in book["Table 1"].iter_rows() for cell in row]
    public = client.get("/assessments/", {"as": "csv"}).content.decode("utf-8-sig")
    assert "Whole" in public
    assert "Unknown" not in public.split("\r\n", 1)[1]


def test_decisions_that_lack_something_are_one_list(owner, author):
    bare, drafted, engaged = (make_decision(owner, title=title) for title in ("Bare", "Drafted", "Engaged"))
    make_draft(author, drafted)
    draft = make_draft(author, engaged)
    actions.add_engagement(assessment=draft, reference="Survey", summary="Most were for it.", by=author, at=NOW)
    excused = make_decision(owner, title="Excused")
    actions.say_not_needed(decision=excused, reason="Seats.", by=owner, at=NOW)
    browser = signed_in_client(owner)

    def found(**filters):
        return references(browser.get("/staff/decisions/", filters))

    assert found(lacks="assessment") == [bare.reference]
    assert found(lacks="engagement") == found(lacks="either") == [bare.reference, drafted.reference]
    assert found(lacks="signature") == [bare.reference, drafted.reference, engaged.reference]
    sign(fill(draft), at=NOW)
    assert found(lacks="signature") == [bare.reference, drafted.reference], "the excused one is not asked for"
    assert len(found()) == 4
    heading = "4 decisions to come, 1 without an assessment, 2 without engagement"
    assert heading in words(browser.get("/staff/decisions/"))
    rows = browser.get("/staff/decisions/", {"lacks": "assessment", "as": "csv"}).content.decode("utf-8-sig")
    assert "No assessment; No engagement" in rows
    assert found(q="Engaged") == [engaged.reference]
    assert found(sort="title")[0] == bare.reference


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────
STEPS = ["decision", "affected", "impact/age", "intersections", "evidence", "evidence/document", "engagement",
         "cumulative", "mitigations", "advice", "monitoring"]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_each_step_opens_for_its_author_and_for_nobody_else(author, client, step):
    draft = make_draft(author)
    address = f"/staff/assessments/{draft.number}/{step}/"
    assert signed_in_client(author).get(address).status_code == 200
    assert signed_in_client(make_person(Role.CONTRIBUTOR)).get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("step", STEPS)
def test_a_published_assessment_has_no_steps_to_write(step, author):
    published = make_published(author=author)
    address = f"/staff/assessments/{published.number}/{step}/"
    assert signed_in_client(author).get(address).status_code == 404


def test_staff_pages_are_for_staff(client, author):
    draft = make_draft(author)
    for address in ("/staff/assessments/", f"/staff/assessments/{draft.number}/", "/staff/decisions/",
                    f"/staff/assessments/{draft.number}/history/",
                    f"/staff/assessments/{draft.number}/preview/"):  # fmt: skip
        assert client.get(address).status_code == 302
        assert signed_in_client(make_person()).get(address).status_code == 403
        assert signed_in_client(make_person(Role.VIEWER)).get(address).status_code == 200


def test_buttons_that_would_be_refused_are_not_shown_and_posting_changes_nothing(author, owner):
    draft = fill(make_draft(author))
    writer = signed_in_client(author)
    writer.post(f"/staff/assessments/{draft.number}/submit/")
    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert "Sign the assessment" not in words(writer.get(f"/staff/assessments/{draft.number}/"))
    assert writer.post(f"/staff/assessments/{draft.number}/sign/").status_code == 403
    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert "Sign the assessment" in words(signed_in_client(owner).get(f"/staff/assessments/{draft.number}/"))


def test_what_waits_for_a_person_is_on_their_first_page(author, officer):
    draft = fill(make_draft(author))
    actions.submit(assessment=draft, by=author, at=NOW)
    assert "waiting for your sign-off" in words(signed_in_client(officer).get("/staff/"))
    assert "waiting for your sign-off" not in words(signed_in_client(author).get("/staff/"))
    actions.return_to_author(assessment=draft, reason="Ask more people.", by=officer, at=NOW)
    assert "returned to you" in words(signed_in_client(author).get("/staff/"))


def test_an_answer_that_is_wrong_is_said_beside_its_field_and_kept(author):
    draft = make_draft(author)
    browser = signed_in_client(author)
    answer = browser.post(f"/staff/assessments/{draft.number}/impact/age/", {"why": "Half come by day."})
    assert answer.status_code == 400
    assert "Choose what it would do to them." in answer.content.decode()
    assert "Half come by day." in answer.content.decode()
    people = {"indicator": "", "people": "Women 340", "shows": ""}
    answer = browser.post(f"/staff/assessments/{draft.number}/evidence/", people)
    assert "“Women 340” needs a group and a number: Women: 340." in answer.content.decode()


# ── how often the pages ask ──────────────────────────────────────────────────────────────────────────
def queries(browser, address):
    with CaptureQueriesContext(connection) as asked:
        words(browser.get(address))
    return len(asked)


def test_lists_ask_the_database_as_often_for_many_as_for_few(client, owner, author, action, evidence):
    def add(number):
        for _ in range(number):
            decision = make_decision(owner)
            draft = fill(make_draft(author, decision), mitigation=action)
            actions.add_engagement(assessment=draft, reference="A", summary="B", by=author, at=NOW)
            sign(draft)
            Assessment.objects.filter(pk=draft.pk).update(status="published", published_at=NOW)

    staff = signed_in_client(owner)
    addresses = [(client, "/assessments/"), (client, "/decisions/"), (staff, "/staff/assessments/"),
                 (staff, "/staff/decisions/"), (client, "/assessments/?as=csv"), (staff, "/staff/decisions/?as=csv"),
                 (client, "/api/v1/assessments"), (client, "/api/v1/decisions")]  # fmt: skip
    add(2)
    for browser, address in addresses:  # once before, so that what is kept for a process is there
        queries(browser, address)
    few = [queries(browser, address) for browser, address in addresses]
    add(6)
    many = [queries(browser, address) for browser, address in addresses]
    assert few == many
    assert max(many) <= 30


def test_one_assessment_asks_as_often_however_much_it_says(client, owner, author, action):
    published = make_published(author=author, mitigation=action)
    staff = signed_in_client(owner)
    addresses = [(client, f"/assessments/{published.number}/"), (staff, f"/staff/assessments/{published.number}/")]
    for browser, address in addresses:
        queries(browser, address)
    few = [queries(browser, address) for browser, address in addresses]
    for _ in range(4):  # others that affect the same people, and more that this one says
        make_published(author=author, mitigation=action)
    Assessment.objects.filter(pk=published.pk).update(status="returned")
    published.refresh_from_db()
    for characteristic in ("disability", "sex", "religion"):
        actions.say_impact(
            assessment=published, characteristic="age", second=characteristic, effect=Effect.NEGATIVE, why="A",
            by=author, at=NOW,
        )  # fmt: skip
        actions.add_engagement(assessment=published, reference="A", summary="B", by=author, at=NOW)
        actions.add_document(assessment=published, title="A", reference="B", shows="C", by=author, at=NOW)
    Assessment.objects.filter(pk=published.pk).update(status="published")
    assert [queries(browser, address) for browser, address in addresses] == few
    assert max(few) <= 30
