"""Readers report problems with pages; somebody answers them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.factories.people import NOW, make_person, signed_in_client

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.frontend import slots
from goldenthread.messages import actions
from goldenthread.messages.models import PROBLEM_TRANSITIONS, Message, MoveNotAllowed, ProblemReport, ProblemStatus

pytestmark = pytest.mark.django_db

REPORT = "/report-a-problem/"


def make_problem(**fields) -> ProblemReport:
    return ProblemReport.objects.create(
        **{
            "page": "/place/gaps/",
            "what_happened": "The table is empty",
            "created_at": NOW,
            "sender_key": "k",
            **fields,
        }
    )


def test_a_reader_reports_a_problem_without_an_account(client) -> None:
    page = client.get(f"{REPORT}?page=/place/gaps/").content.decode()
    assert "This is about the page" in page
    assert 'value="/place/gaps/"' in page
    response = client.post(
        REPORT, {"page": "/place/gaps/", "what_happened": " The table is empty ", "email": "reader@x.example"}
    )
    assert response.headers["Location"] == reverse("messages:problem_reported")
    report = ProblemReport.objects.get()
    assert (report.page, report.what_happened, report.email) == (
        "/place/gaps/",
        "The table is empty",
        "reader@x.example",
    )
    assert (report.status, len(report.sender_key)) == ("new", 64)
    assert "127.0.0.1" not in report.sender_key


def test_an_empty_report_is_given_back_with_what_is_missing(client) -> None:
    response = client.post(REPORT, {"what_happened": "", "email": "nobody", "doing": "Looking"})
    words = response.content.decode()
    assert response.status_code == 400
    assert 'href="#id_what_happened">Tell us what went wrong</a>' in words
    assert "Enter an e-mail address in full" in words
    assert "Looking" in words
    assert not ProblemReport.objects.exists()


def test_a_machine_is_thanked_and_nothing_is_kept(client) -> None:
    response = client.post(REPORT, {"what_happened": "Buy now", "website": "https://spam.example"})
    assert response.headers["Location"] == reverse("messages:problem_reported")
    assert not ProblemReport.objects.exists()


def test_a_person_cannot_see_the_field_for_machines(client) -> None:
    words = client.get(REPORT).content.decode()
    assert 'class="govuk-visually-hidden" aria-hidden="true"' in words
    assert 'tabindex="-1"' in words


def test_the_sixth_report_in_an_hour_is_not_kept(client) -> None:
    for _ in range(actions.REPORTS_FROM_ONE_SENDER):
        assert client.post(REPORT, {"what_happened": "Broken"}).status_code == 302
    response = client.post(REPORT, {"what_happened": "Broken"})
    assert response.status_code == 429
    assert "01632 960100" in response.content.decode()
    assert ProblemReport.objects.count() == actions.REPORTS_FROM_ONE_SENDER
    assert client.post(REPORT, {"what_happened": "Broken"}, REMOTE_ADDR="192.0.2.7").status_code == 302
    ProblemReport.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert client.post(REPORT, {"what_happened": "Broken"}).status_code == 302


def test_too_many_from_everybody_are_not_kept() -> None:
    for number in range(actions.REPORTS_FROM_EVERYBODY):
        actions.report_problem(page="/", what_happened="x", sender_key=str(number), at=NOW)
    with pytest.raises(actions.TooManyReports):
        actions.report_problem(page="/", what_happened="x", sender_key="another", at=NOW)


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere", "/a\nb"]
)
def test_a_report_leads_staff_to_no_other_site(client, elsewhere: str) -> None:
    assert "This is about the page" not in client.get(REPORT, {"page": elsewhere}).content.decode()
    client.post(REPORT, {"page": elsewhere, "what_happened": "x"})
    assert ProblemReport.objects.get().page == ""


def test_an_answer_reaches_who_left_an_address_and_is_recorded(django_capture_on_commit_callbacks) -> None:
    problem = make_problem(email="reader@x.example")
    editor = make_person(Role.EDITOR, name="Ed Itor")
    client = signed_in_client(editor)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(problem.get_absolute_url(), {"answer": "It is mended. [link] $100"})
    assert response.status_code == 302
    problem.refresh_from_db()
    assert (problem.status, problem.handled_by) == (ProblemStatus.ANSWERED, editor)
    (sent,) = mail.outbox
    assert sent.to == ["reader@x.example"]
    assert "It is mended. [link] $100" in sent.body
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == ["answered the", "wrote to"]


def test_an_answer_without_an_address_is_only_kept() -> None:
    problem = make_problem()
    actions.answer_problem(problem=problem, answer="Mended", by=make_person(Role.ANALYST), at=NOW)
    assert not Message.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.PLAN_OWNER])
def test_others_neither_answer_nor_close(role: Role) -> None:
    problem, somebody = make_problem(), make_person(role)
    for attempt in (
        lambda: actions.answer_problem(problem=problem, answer="x", by=somebody, at=NOW),
        lambda: actions.close_problem(problem=problem, by=somebody, at=NOW),
        lambda: actions.reopen_problem(problem=problem, by=somebody, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    problem.refresh_from_db()
    assert problem.status == "new"


def test_statuses_follow_the_table() -> None:
    editor = make_person(Role.EDITOR)
    problem = make_problem()
    actions.close_problem(problem=problem, reason="A duplicate", by=editor, at=NOW)
    with pytest.raises(MoveNotAllowed, match="closed cannot become answered"):
        actions.answer_problem(problem=problem, answer="x", by=editor, at=NOW)
    actions.reopen_problem(problem=problem, by=editor, at=NOW)
    actions.answer_problem(problem=problem, answer="x", by=editor, at=NOW)
    actions.close_problem(problem=problem, by=editor, at=NOW)
    assert (problem.status, problem.answer) == ("closed", "x")
    assert set(PROBLEM_TRANSITIONS) == set(ProblemStatus)


def test_what_waits_is_on_the_staff_home_of_who_answers() -> None:
    make_problem()
    today = NOW.date()
    (waiting,) = [
        item for item in slots.waiting_for(make_person(Role.EDITOR), today) if item.section == "Reported problems"
    ]
    assert (waiting.title, waiting.due) == ("Problem with /place/gaps/", today + timedelta(days=7))
    assert not slots.waiting_for(make_person(Role.VIEWER), today)


def test_lists_keep_their_filters_in_the_address() -> None:
    make_problem()
    make_problem(status="closed", what_happened="Something else")
    client = signed_in_client(make_person(Role.EDITOR))
    words = client.get("/staff/problems/?status=closed").content.decode()
    assert "Something else" in words
    assert "The table is empty" not in words
    assert "No problem fits" in client.get("/staff/problems/?q=nothing-like-it").content.decode()
