"""The pages of promises: what they show, to whom, in how many queries, and what they hand over for download."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_person, make_plan, make_section, publish
from tests.factories.promises import NOW, PROMISED, REPORT, make_promises, make_published, make_source, many
from tests.lib.workbooks import read_table

from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import HarvestedSentence, Promise, SourceReport
from goldenthread.plan.promises.presenters import count_sentence, suggest_words
from goldenthread.plan.promises.states import PromiseState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def staff(owner):
    return signed_in_client(owner)


def answer(promise, state, by, reason=""):
    plan_actions.answer_promise(promise=promise, state=state, reason=reason, evidence_url="", by=by, at=NOW)


def test_bringing_in_a_report_reads_it_in_the_background(staff, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("report.md", REPORT.encode())
    with django_capture_on_commit_callbacks(execute=True):
        response = staff.post(reverse("plan:staff_bring_in"), {"title": "Fair report", "file": file})
    assert response.status_code == 302
    source = SourceReport.objects.get()
    assert (source.kind, source.slug, source.sentences.undecided().count()) == ("Markdown", "fair-report", 4)
    page = staff.get(source.get_absolute_url()).content.decode()
    assert all(sentence in page for sentence in PROMISED)


def test_a_wrong_file_is_refused_on_the_page(staff):
    file = SimpleUploadedFile("report.exe", b"MZ")
    response = staff.post(reverse("plan:staff_bring_in"), {"title": "Fair report", "file": file})
    assert response.status_code == 400
    assert "Choose a Word document" in response.content.decode()


def test_a_report_being_read_or_refused_says_so(staff, owner):
    source = make_source(owner, is_read=False)
    assert "is being read" in staff.get(source.get_absolute_url()).content.decode()
    SourceReport.objects.filter(pk=source.pk).update(read_at=NOW, refusal="report.md is encrypted.")
    assert "report.md is encrypted." in staff.get(source.get_absolute_url()).content.decode()


def test_a_sentence_is_shown_marked_within_its_section(staff, owner):
    source = make_source(owner)
    page = staff.get(source.sentences.undecided()[1].get_absolute_url()).content.decode()
    assert f'id="marked">{PROMISED[1]}</mark>' in page
    assert 'gt-beside__heading">Learning</p>' in page
    assert "Over the coming year we will:" in page
    assert "We opened two libraries." in page
    assert "Over the coming year we will train ten people to teach reading." in page


def test_deciding_goes_on_to_the_next_sentence_and_at_the_end_to_the_report(staff, owner):
    source = make_source(owner)
    address = source.sentences.undecided().first().get_absolute_url()
    for number in range(4):
        decision = {"decision": "reject"} if number == 2 else {"decision": "accept", "text": f"Words {number}"}
        response = staff.post(address, decision)
        address = response["Location"]
    assert address == source.get_absolute_url()
    assert list(Promise.objects.values_list("text", flat=True)) == ["Words 0", "Words 1", "Words 3"]
    assert list(Promise.objects.values_list("due_on", flat=True)) == [None] * 3  # the day's boxes were empty


def test_words_left_empty_are_asked_for_again(staff, owner):
    sentence = make_source(owner).sentences.undecided().first()
    response = staff.post(sentence.get_absolute_url(), {"decision": "accept", "text": " "})
    assert response.status_code == 400
    assert "Say what is promised." in response.content.decode()
    assert not Promise.objects.exists()


def test_ticked_sentences_are_decided_at_once(staff, owner):
    source = make_source(owner)
    ticked = [each.position for each in source.sentences.undecided()[:3]]
    staff.post(reverse("plan:staff_decide", args=[source.pk]), {"sentence": ticked, "decision": "accept"})
    assert Promise.objects.count() == 3
    response = staff.post(reverse("plan:staff_decide", args=[source.pk]), {"decision": "accept"}, follow=True)
    assert "Choose at least one sentence." in response.content.decode()


def test_a_missing_sentence_is_proposed_by_its_words(staff, owner):
    source = make_source(owner)
    address = reverse("plan:staff_choose", args=[source.pk])
    response = staff.post(address, {"words": "We opened two libraries."})
    assert response["Location"] == HarvestedSentence.objects.get(rule="chosen by a person").get_absolute_url()
    response = staff.post(address, {"words": "Nobody wrote this."}, follow=True)
    assert "do not stand in the report" in response.content.decode()


def test_a_promise_is_answered_and_the_public_reads_the_reason(staff, owner, client):
    promise, *_ = make_published(owner)
    address = reverse("plan:staff_answer_promise", args=[promise.number])
    refused = staff.post(address, {"state": "dropped", "reason": ""})
    assert refused.status_code == 400
    assert "Say why." in refused.content.decode()
    staff.post(address, {"state": "dropped", "reason": "The building was sold."})
    page = client.get("/promises/").content.decode()
    assert "The building was sold." in page
    assert "Of 4 promises, 0 were kept, 0 are late, 0 changed and 1 was dropped. 3 are not answered yet." in page
    one = client.get(promise.get_absolute_url()).content.decode()
    assert "The building was sold." in one
    assert PROMISED[0] in one


def test_every_answer_is_counted_as_prominently_as_the_others(owner, client):
    make_published(owner)
    response = client.get("/promises/")
    assert [each.words for each in response.context["counts"]] == [
        "Kept",
        "Late",
        "Changed",
        "Dropped",
        "Not answered yet",
    ]
    assert response.content.decode().count('class="gt-counts__number"') == 5


def test_nothing_is_public_before_it_is_published(owner, client):
    promise, *_ = make_promises(owner)
    assert "has not answered an earlier report here yet" in client.get("/promises/").content.decode()
    assert client.get(promise.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/promises/{promise.number}").status_code == 404
    assert client.get("/api/v1/promises").json()["count"] == 0


def test_the_public_page_links_only_to_what_is_published(owner, client):
    promise, *_ = make_published(owner)
    shown = make_action(make_section(plan := make_plan(owner), owner), owner, title="Shown action")
    publish(plan)
    hidden = make_action(make_section(make_plan(owner), owner), owner, title="Hidden action")
    plan_actions.edit_promise(promise=promise, actions=[shown, hidden], by=owner, at=NOW)
    page = client.get(promise.get_absolute_url()).content.decode()
    assert "Shown action" in page
    assert "Hidden action" not in page
    (linked,) = client.get(f"/api/v1/promises/{promise.number}").json()["linked"]
    assert (linked["kind"], linked["title"]) == ("action", "Shown action")


def test_the_sentences_of_a_report_are_filtered_ordered_and_taken_away(staff, owner):
    source = make_source(owner)
    first, *_ = source.sentences.undecided()
    promise = plan_actions.accept_sentence(sentence=first, by=owner, at=NOW)
    passed = source.sentences.filter(state="passed over").count()
    assert passed
    address = source.get_absolute_url()

    def found(**filters):
        return [sentence.text for sentence, _ in staff.get(address, filters).context["rows"]]

    assert found() == list(PROMISED)
    assert len(found(state="all")) == len(PROMISED) + passed
    assert len(found(state="passed over")) == passed
    assert found(state="accepted") == found(q="third library", state="accepted") == [PROMISED[0]]
    assert found(q="homes") == [PROMISED[3]], "its section is called so"
    dates = [sentence.due_on for sentence, _ in staff.get(address, {"sort": "due"}).context["rows"]]
    assert dates == sorted(dates)
    rows = read_rows(staff.get(address, {"as": "csv", "state": "accepted"}))
    assert [(row["Sentence"], row["Promise"], row["Decided by"]) for row in rows] == [
        (PROMISED[0], str(promise.number), owner.name)
    ]
    assert rows[0]["Words of the date"] == "by June 2025"
    assert len(read_rows(staff.get(address, {"as": "csv", "state": "all"}))) == len(PROMISED) + passed
    assert staff.get(address, {"as": "xlsx"}).headers["Content-Type"].endswith("sheet")


def read_rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_action_s_page_says_which_promises_it_keeps_and_what_became_of_them(owner, staff, client):
    promise, *_ = make_published(owner)
    waiting, *_ = make_promises(owner, make_source(owner, "# Report 2019-20\n\nWe will paint the hall blue."))
    plan = make_plan(owner, slug="fairer")
    action = make_action(make_section(plan, owner), owner)
    publish(plan)
    public, ours = "/plans/fairer/actions/1/", "/staff/plans/fairer/actions/1/"
    assert "What we promised before" not in client.get(public).content.decode()
    for each in (promise, waiting):
        plan_actions.edit_promise(promise=each, actions=[action], by=owner, at=NOW)
    answer(promise, PromiseState.DROPPED, owner, "There was no money.")
    page = client.get(public).content.decode()
    assert f'href="/promises/{promise.number}/"' in page
    assert "There was no money." in page
    assert "paint the hall" not in page, "its report is not published"
    assert f'href="/staff/promises/{waiting.number}/"' in staff.get(ours).content.decode()


def test_the_latest_report_is_shown_unless_another_is_asked_for(owner, client):
    make_published(owner, "# Report 2020-21\n\nWe will do the old thing.", title="Old")
    make_published(owner, "# Report 2023-24\n\nWe will do the new thing.", title="New")
    assert "the old thing" not in client.get("/promises/").content.decode()
    assert "the old thing" in client.get("/promises/?report=old").content.decode()
    both = client.get("/promises/?report=").content.decode()
    assert "the old thing" in both
    assert "the new thing" in both


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3, 4]),
        ("q=library", [1]),
        ("q=promise 3", [3]),
        ("state=kept", [2]),
        ("concern=overdue", [1]),
        ("concern=unowned", [1, 2, 3, 4]),
        ("concern=undated", []),
        ("sort=due", [1, 2, 4, 3]),
        ("sort=nonsense", [1, 2, 3, 4]),
    ],
)
def test_the_register_is_filtered_ordered_and_downloaded_as_it_is_shown(staff, owner, query, numbers):
    promises = make_promises(owner)
    answer(promises[1], PromiseState.KEPT, owner)
    Promise.objects.filter(pk=promises[2].pk).update(text="=SUM(A1)")
    Promise.objects.filter(pk=promises[0].pk).update(due_on="2020-01-01")
    Promise.objects.exclude(pk=promises[0].pk).update(due_on="2099-01-01")
    Promise.objects.filter(pk=promises[2].pk).update(due_on="2099-05-01")
    response = staff.get(f"/staff/promises/?{query}")
    assert [promise.number for promise, _, _ in response.context["rows"]] == numbers
    rows = list(csv.reader(io.StringIO(staff.get(f"/staff/promises/?{query}&as=csv").content.decode("utf-8-sig"))))
    assert [int(row[0]) for row in rows[1:]] == numbers
    sheet = read_table(staff.get(f"/staff/promises/?{query}&as=xlsx").content, "Number")
    if numbers:
        assert sheet == [[cell.removeprefix("'") for cell in row] for row in rows]
    else:
        assert sheet[1][0] == "There is nothing in this table."
    assert all(row[1] == "'=SUM(A1)" for row in rows[1:] if row[0] == "3")


def test_everybody_may_download_what_is_public(owner, client):
    make_published(owner)
    make_promises(owner)
    rows = list(csv.reader(io.StringIO(client.get("/promises/?as=csv").content.decode("utf-8-sig"))))
    assert len(rows) == 5
    assert "Who answers for it" not in rows[0]


def test_the_api_lists_counts_and_pages(owner, client):
    promises = make_published(owner)
    answer(promises[0], PromiseState.LATE, owner, "The roof leaked.")
    found = client.get("/api/v1/promises?state=late").json()
    assert (found["count"], found["states"]["late"], found["states"]["open"]) == (1, 1, 3)
    (only,) = found["items"]
    assert (only["sentence"], only["reason"], only["due_on"]) == (PROMISED[0], "The roof leaked.", "2025-06-30")
    assert [each["number"] for each in client.get("/api/v1/promises?limit=2&offset=1").json()["items"]] == [2, 3]


STAFF = ("staff_promises", "staff_sources", "staff_bring_in")


@pytest.mark.parametrize("name", STAFF)
def test_staff_pages_are_for_staff(client, name):
    assert client.get(reverse(f"plan:{name}")).status_code == 302
    nobody = signed_in_client(make_person())
    assert nobody.get(reverse(f"plan:{name}")).status_code == 403


def test_viewers_read_and_change_nothing(owner):
    source = make_source(owner)
    viewer = signed_in_client(make_person(Role.VIEWER))
    sentence = source.sentences.undecided().first()
    for address in (source.get_absolute_url(), sentence.get_absolute_url(), "/staff/promises/"):
        page = viewer.get(address)
        assert page.status_code == 200
        assert "Accept" not in page.content.decode().replace("Accepted", "")
    assert viewer.post(sentence.get_absolute_url(), {"decision": "accept"}).status_code == 403
    assert viewer.post(reverse("plan:staff_decide", args=[source.pk]), {"sentence": [1]}).status_code == 403
    assert viewer.post(reverse("plan:staff_publish_promises", args=[source.pk])).status_code == 403
    assert not Promise.objects.exists()


def test_the_file_is_handed_over_as_a_download_only(staff, owner):
    source = make_source(owner, name='re"port\n.md')
    response = staff.get(reverse("plan:staff_source_file", args=[source.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="re_port_.md"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == bytes(SourceReport.objects.get().content)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_no_page_asks_more_as_promises_grow(staff, owner, client):
    def measure():
        source = SourceReport.objects.light().first()
        latest = source.sentences.last()
        return {
            address: queries(who, address)
            for who, address in (
                (client, "/promises/?report="),
                (client, f"/promises/{source.promises.first().number}/"),
                (client, "/api/v1/promises"),
                (staff, "/staff/promises/"),
                (staff, "/staff/promises/?as=csv"),
                (staff, "/staff/promises/reports/"),
                (staff, source.get_absolute_url()),
                (staff, latest.get_absolute_url()),
            )
        }

    plan = make_plan(owner)
    section = make_section(plan, owner)
    actions = [make_action(section, owner, title=f"Action {n}") for n in range(3)]
    publish(plan)
    for promise in make_published(owner, many(2), title="One"):
        plan_actions.edit_promise(promise=promise, actions=actions[:1], owner=owner, by=owner, at=NOW)
    small = list(measure().values())
    for n in range(2):
        for promise in make_published(owner, many(12), title=f"More {n}"):
            plan_actions.edit_promise(promise=promise, actions=actions, owner=owner, by=owner, at=NOW)
    large = list(measure().values())
    assert large == small
    assert max(large) <= 30


def test_the_words_suggested_for_an_item_go_on_from_its_lead():
    item = HarvestedSentence(text="open a hub;", lead="Next year we will:")
    assert suggest_words(item) == "Next year we will open a hub."
    assert suggest_words(HarvestedSentence(text="To open a hub", lead="Our goals")) == "To open a hub"
    assert suggest_words(HarvestedSentence(text="We will open.", lead="")) == "We will open."


def test_the_sentence_of_counts_says_one_as_one():
    counts = {**dict.fromkeys(PromiseState, 0), PromiseState.KEPT: 1}
    assert count_sentence(counts) == "Of 1 promise, 1 was kept, 0 are late, 0 changed and 0 were dropped."
