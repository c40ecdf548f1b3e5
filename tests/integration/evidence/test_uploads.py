"""Bringing in a table: what is asked, what is refused and where, what is kept and what is recorded of it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from tests.factories.people import make_person, signed_in_client
from tests.factories.snapshots import PLACE, WARDS
from typer.testing import CliRunner

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.roles import Role
from goldenthread.cli.application import app
from goldenthread.engine import questions
from goldenthread.evidence import numbers
from goldenthread.evidence.actions import uploads as actions
from goldenthread.evidence.models import Indicator, UploadDraft
from goldenthread.sources.upload_taking import uploads_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evidence")]

ABOUT = {
    "plain_name": "People who feel safe after dark",
    "definition": "Residents who say that they feel safe outside after dark.",
    "unit": "%",
    "written_as": "",
    "better": "higher is better",
    "publisher": "Testford Borough Council",
    "licence": "Open Government Licence v3.0",
    "address": "https://example.org/survey",
    "numerator": "",
    "denominator": "",
}


def table(rows: list[str] | None = None, name: str = "safe.csv") -> SimpleUploadedFile:
    lines = rows or [f"{code},2025,{50 + number},{500 + 10 * number},1000" for number, code in enumerate(WARDS)]
    return SimpleUploadedFile(name, "\n".join(["ward code,year,percent,count,base", *lines]).encode())


@pytest.fixture
def analyst() -> Any:
    return make_person(Role.ANALYST)


@pytest.fixture
def browser(analyst: Any) -> Client:
    return signed_in_client(analyst)


def bring(browser: Client, file: SimpleUploadedFile, **about: str) -> Any:
    """Answer the three questions; returns the page of the check."""
    chosen = browser.post(reverse("evidence:upload"), {"file": file})
    assert chosen.status_code == 302, chosen.content.decode()
    columns = browser.get(chosen.url)
    mapping = {name: field.initial for name, field in columns.context["form"].fields.items() if field.initial}
    mapping |= {name: value for name, value in columns.context["form"].initial.items() if value}
    described = browser.post(chosen.url, mapping)
    assert described.status_code == 302, described.content.decode()
    checked = browser.post(described.url, ABOUT | about)
    assert checked.status_code == 302, checked.content.decode()
    return browser.get(checked.url)


def test_the_columns_are_guessed_and_the_check_shows_what_would_be_kept(browser: Client) -> None:
    page = bring(browser, table())
    words = page.content.decode()
    assert "4 × ward (2024)" in words
    assert "Ward 1 (E05999001)" in words
    assert "Keep these figures" in words
    assert "people-who-feel-safe-after-dark" not in numbers.definitions()


def test_what_is_kept_is_shown_summed_and_recorded(browser: Client, analyst: Any) -> None:
    before = numbers.current().id
    page = bring(browser, table())
    kept = browser.post(page.wsgi_request.path, follow=True)
    slug = "people-who-feel-safe-after-dark"
    assert kept.redirect_chain == [(f"/indicators/{slug}/", 302)]
    assert "is now part of the evidence" in kept.content.decode()
    assert numbers.current().id != before
    assert numbers.latest(slug).value == pytest.approx(100 * 2060 / 4000)
    assert Indicator.objects.get(slug=slug).is_active
    assert not UploadDraft.objects.exists()
    event = AuditEvent.objects.newest_first().first()
    assert (event.verb, event.actor_id) == ("took into the evidence the table", analyst.pk)
    assert event.after["snapshot"] == numbers.current().id
    assert event.after["values"] == 4


def test_the_page_and_the_terminal_keep_the_same_values(browser: Client, tmp_path: Path, settings: Any) -> None:
    place, before = numbers.place_store(), numbers.current().id
    page = bring(browser, table())
    browser.post(page.wsgi_request.path)
    slug = "people-who-feel-safe-after-dark"
    by_page = questions.all_values(place.current(), slug)
    place.make_current(before)
    file = tmp_path / "safe.csv"
    file.write_bytes(table().read())
    words = ["--name", ABOUT["plain_name"], "--definition", ABOUT["definition"], "--publisher", ABOUT["publisher"]]
    words += ["--licence", ABOUT["licence"], "--address", ABOUT["address"], "--better", "higher", "--json"]
    answer = CliRunner().invoke(
        app, ["data", "add", str(file), "--place", PLACE, "--store", settings.EVIDENCE_STORE, *words]
    )
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["indicator"] == slug
    assert questions.all_values(place.current(), slug) == by_page


def test_what_is_wrong_is_named_with_its_row_and_column_and_nothing_is_kept(browser: Client) -> None:
    before = numbers.current().id
    rows = [f"{WARDS[0]},2025,51,510,1000", f"{WARDS[1]},2025,many,520,1000", "E05000000,2025,40,400,1000"]
    page = bring(browser, table(rows))
    words = page.content.decode()
    assert "This cannot be kept yet" in words
    assert "Keep these figures" not in words
    wrong = page.context["page"].wrong
    assert [row[:2] for row in wrong.rows] == [("4", "ward code"), ("3", "percent")]
    assert "“many” is text where a number belongs" in words
    refused = browser.post(page.wsgi_request.path)
    assert refused.status_code == 422
    assert "Nothing was kept." in refused.content.decode()
    assert numbers.current().id == before
    assert not uploads_of(numbers.place_store())
    assert not AuditEvent.objects.filter(verb__startswith="took").exists()


def test_a_name_that_is_taken_is_refused(browser: Client) -> None:
    page = bring(browser, table(), plain_name="Poor health")
    refused = browser.post(page.wsgi_request.path)
    assert refused.status_code == 422
    assert "There is an indicator called “Poor health” already" in refused.content.decode()


def test_the_same_name_again_replaces_what_was_brought_in_before(browser: Client) -> None:
    first = bring(browser, table())
    browser.post(first.wsgi_request.path)
    second = bring(browser, table([f"{code},2025,70,700,1000" for code in WARDS]))
    assert "brought in before" in second.content.decode()
    browser.post(second.wsgi_request.path)
    assert numbers.latest("people-who-feel-safe-after-dark").value == pytest.approx(70)


def test_shares_are_not_taken_for_percentages_until_it_is_said(browser: Client) -> None:
    rows = [f"{code},2025,0.5,500,1000" for code in WARDS]
    unsaid = bring(browser, table(rows))
    assert "say whether 0.25 means 25% or 0.25%" in unsaid.content.decode()
    said = bring(browser, table(rows), written_as="shares")
    browser.post(said.wsgi_request.path)
    assert numbers.latest("people-who-feel-safe-after-dark").value == pytest.approx(50)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0" + b"0" * 100), "its name ends in .csv or .xlsx"),
        (SimpleUploadedFile("renamed.csv", b"\xd0\xcf\x11\xe0" + b"0" * 100), "an old Excel workbook"),
        (SimpleUploadedFile("page.csv", b"<!doctype html><p>Not found</p>"), "a web page, not a table"),
        (SimpleUploadedFile("no-areas.csv", b"a,b\n1,2\n3,4\n5,6\n"), "No column holds codes or names of areas"),
        (SimpleUploadedFile("damaged.xlsx", b"PK\x03\x04 and no more"), "damaged or cut short"),
        (SimpleUploadedFile("large.csv", b"0" * 20_000_001), "the limit is 20 MB"),
        (SimpleUploadedFile("empty.csv", b""), "The file is empty"),
    ],
    ids=lambda part: getattr(part, "name", ""),
)
def test_a_file_that_is_no_table_is_refused_in_words(browser: Client, file: Any, sentence: str) -> None:
    file.seek(0)
    page = browser.post(reverse("evidence:upload"), {"file": file})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not UploadDraft.objects.exists()


def test_a_workbook_is_read_like_a_csv_file(browser: Client) -> None:
    book = Workbook()
    book.active.append(["ward code", "year", "percent", "count", "base"])
    for number, code in enumerate(WARDS):
        book.active.append([code, 2025, 50 + number, 500 + 10 * number, 1000])
    content = io.BytesIO()
    book.save(content)
    page = bring(browser, SimpleUploadedFile("safe.xlsx", content.getvalue()))
    assert "Keep these figures" in page.content.decode()


def test_columns_that_contradict_each_other_are_said_beside_their_fields(browser: Client) -> None:
    chosen = browser.post(reverse("evidence:upload"), {"file": table()})
    page = browser.post(
        chosen.url,
        {"area": "ward code", "value": "percent", "period": "year", "fixed_period": "2025", "lower": "count"},
    )
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"fixed_period", "upper"}


def test_somebody_elses_draft_is_not_there(browser: Client) -> None:
    chosen = browser.post(reverse("evidence:upload"), {"file": table()})
    other = signed_in_client(make_person(Role.ANALYST))
    assert other.get(chosen.url).status_code == 404


def test_a_draft_can_be_thrown_away(browser: Client) -> None:
    chosen = browser.post(reverse("evidence:upload"), {"file": table()})
    dropped = browser.post(chosen.url.replace("columns", "drop"), follow=True)
    assert "safe.csv was thrown away" in dropped.content.decode()
    assert not UploadDraft.objects.exists()
    assert AuditEvent.objects.newest_first().first().verb == "threw away the table"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR, Role.PLAN_OWNER, Role.VIEWER])
def test_only_analysts_and_administrators_bring_in_figures(role: Role) -> None:
    browser = signed_in_client(make_person(role))
    refused = browser.get(reverse("evidence:upload"))
    assert refused.status_code == 403
    assert "You need to be an administrator or analyst to bring in evidence" in refused.content.decode()
    assert browser.post(reverse("evidence:upload"), {"file": table()}).status_code == 403
    assert not UploadDraft.objects.exists()


def test_a_failure_after_the_snapshot_was_written_leaves_the_earlier_one_current(
    browser: Client, analyst: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = numbers.current().id
    bring(browser, table())
    monkeypatch.setattr(actions.audit, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.keep_upload(UploadDraft.objects.get(), by=analyst, at=timezone.now())
    assert numbers.current().id == before
    assert not uploads_of(numbers.place_store())
    assert not Indicator.objects.filter(slug="people-who-feel-safe-after-dark").exists()
