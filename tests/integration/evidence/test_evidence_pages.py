"""The room's pages over Testford: who may open them, what they ask, what they say, and how they stay fresh."""

from __future__ import annotations

import csv
import gc
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.factories.people import make_person, signed_in_client
from tests.factories.snapshots import LSOAS, PLACE, WARDS, value_row, write_snapshot
from tests.factories.testford import rows_of_testford

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.engine import questions
from goldenthread.engine.store import Snapshot
from goldenthread.evidence import numbers
from goldenthread.evidence.actions import adopt_current_snapshot
from goldenthread.frontend import page_cache
from goldenthread.project import web_process

pytestmark = pytest.mark.django_db

PAGES = [
    ("place", []), ("gaps", []), ("gaps_download", ["csv"]), ("gaps_download", ["xlsx"]), ("map", []), ("compare", []),
    ("indicators", []), ("indicator", ["poor-health"]), ("indicator", ["greenery"]), ("indicator", ["pay"]),
    ("indicator", ["nowhere"]), ("how_we_know", ["poor-health"]), ("how_we_know", ["nowhere"]),
    ("indicator_download", ["poor-health", "csv"]), ("indicator_download", ["poor-health", "xlsx"]), ("my_area", []),
    ("area", [WARDS[0]]), ("area", [LSOAS[3]]), ("framework", ["marmot"]), ("data", []), ("source", ["invented"]),
]  # fmt: skip

#: Engine questions a page may ask when nothing of the snapshot was read yet: each costs about 20 milliseconds.
MOST_QUESTIONS = {
    "place": 6,
    "gaps": 2,
    "map": 5,
    "compare": 4,
    "indicators": 5,
    "indicator": 9,
    "area": 5,
    "framework": 4,
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every question put to the engine."""
    found: list[Any] = []
    ask = Snapshot.ask

    def counted(snapshot: Snapshot, question: Any) -> Any:
        found.append(question)
        return ask(snapshot, question)

    monkeypatch.setattr(Snapshot, "ask", counted)
    return found


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize("role", [None, *Role])
def test_everybody_reads_every_page(role: Role | None) -> None:
    browser = Client() if role is None else signed_in_client(make_person(role))
    for name, arguments in PAGES:
        assert browser.get(reverse(f"evidence:{name}", args=arguments)).status_code == 200, (name, arguments)


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize("name", ["place", "gaps", "map", "compare", "indicators", "framework"])
def test_a_page_asks_the_engine_a_few_questions_and_then_none(client: Client, asked: list[Any], name: str) -> None:
    address = reverse(f"evidence:{name}", args=["marmot"] if name == "framework" else [])
    client.get(address)
    assert 0 < len(asked) <= MOST_QUESTIONS[name]
    asked.clear()
    client.get(address)
    assert asked == []


@pytest.mark.usefixtures("evidence")
def test_a_web_process_has_asked_what_the_first_page_shows_before_anybody_reads_it(
    client: Client, asked: list[Any]
) -> None:
    numbers.prepare()
    assert asked == []
    begin()
    assert asked
    asked.clear()
    client.get("/place/")
    client.get("/place/gaps/")
    assert asked == []


def test_a_web_process_begins_where_there_is_no_evidence_yet() -> None:
    begin()


def begin() -> None:
    """A web process begins, and ends at once for what else is tested in this one."""
    web_process.post_worker_init(None)
    assert gc.get_freeze_count() > 0
    web_process.worker_exit(None, None)
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("evidence")
def test_the_second_indicator_asks_one_question(client: Client, asked: list[Any]) -> None:
    client.get("/indicators/poor-health/")
    assert len(asked) <= MOST_QUESTIONS["indicator"]
    asked.clear()
    client.get("/indicators/pay/")
    assert len(asked) == 1


@pytest.mark.usefixtures("evidence")
def test_the_second_area_asks_one_question(client: Client, asked: list[Any]) -> None:
    client.get(f"/areas/{WARDS[0]}/")
    assert len(asked) <= MOST_QUESTIONS["area"]
    asked.clear()
    client.get(f"/areas/{WARDS[1]}/")
    assert len(asked) == 1


@pytest.mark.usefixtures("evidence")
def test_public_pages_ask_the_database_next_to_nothing(client: Client) -> None:
    for name, arguments in PAGES:
        client.get(reverse(f"evidence:{name}", args=arguments))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(f"evidence:{name}", args=arguments))
        assert len(queries) <= 8, (name, [query["sql"] for query in queries])


def test_a_site_without_evidence_says_so_and_says_how_to_bring_it(client: Client) -> None:
    for name, arguments in PAGES:
        page = client.get(reverse(f"evidence:{name}", args=arguments))
        assert page.status_code == 200, name
        assert "There is no evidence about Testford yet" in page.content.decode()
        assert f"goldenthread place build {PLACE} --from FOLDER" in page.content.decode()


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize(
    "address",
    ["/indicators/unheard/", "/indicators/unheard/how-do-we-know/", "/indicators/unheard/download/csv/",
     "/areas/E05000000/", f"/areas/{PLACE}/", "/framework/unheard/", "/data/unheard/", "/place/map/?indicator=unheard",
     "/indicators/poor-health/download/pdf/"],
)  # fmt: skip
def test_what_the_evidence_does_not_know_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize(("name", "arguments"), PAGES)
def test_nothing_public_can_be_written(client: Client, name: str, arguments: list[str]) -> None:
    if name != "my_area":
        assert client.post(reverse(f"evidence:{name}", args=arguments)).status_code == 405


@pytest.mark.usefixtures("evidence")
def test_an_indicator_without_figures_says_why(client: Client) -> None:
    words = client.get("/indicators/nowhere/").content.decode()
    assert "There is no figure for Testford itself." in words
    assert "There is no value here for small areas that have a ranking of deprivation." in words


@pytest.mark.usefixtures("evidence")
def test_a_gap_that_is_there_by_construction_is_kept_apart(client: Client) -> None:
    gaps = client.get("/place/gaps/").context["gaps"]
    assert [line.slug for line in gaps.unequal] == ["poor-health"]
    assert [line.slug for line in gaps.built_in] == ["greenery"]
    assert {line.slug for line in gaps.unknown} == {"pay", "nowhere"}
    page = client.get("/place/").content.decode()
    assert page.index("Plain name of poor-health") < page.index("part of how deprivation is measured")


@pytest.mark.usefixtures("evidence")
def test_a_gap_in_words_names_its_indicator_once(client: Client) -> None:
    line = client.get("/place/").context["page"].biggest[0]
    assert line.sentence.startswith(line.name)
    assert line.name not in line.told


@pytest.mark.usefixtures("evidence")
def test_a_map_of_many_areas_has_a_way_past_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    few = client.get("/place/map/?indicator=poor-health").content.decode()
    assert "#after-map" not in few
    monkeypatch.setattr("goldenthread.evidence.presenters.maps.MANY_AREAS", 3)
    many = client.get("/place/map/?indicator=poor-health").content.decode()
    assert 'href="#after-map">Skip the 4 areas of the map' in many
    assert 'tabindex="-1"' not in many[many.index("<svg") : many.index("</svg>")]


def test_a_place_without_outlines_has_a_page_instead_of_a_map(client: Client, settings: Any) -> None:
    write_snapshot(Path(settings.EVIDENCE_STORE), rows_of_testford() | {"outlines": []})
    assert "nothing to draw on a map yet" in client.get("/place/map/").content.decode()


# ── my area ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("evidence")
def test_a_postcode_leads_to_its_ward_and_stands_in_no_address(client: Client) -> None:
    found = client.post("/my-area/", {"postcode": "te1 1aa"}, follow=True)
    assert found.redirect_chain == [(f"/areas/{WARDS[0]}/", 302)]
    addresses = [found.wsgi_request.get_full_path(), *(address for address, _ in found.redirect_chain)]
    assert not any("TE1" in address.upper() for address in addresses)
    assert "TE1" not in found.content.decode().upper()
    assert "te1" not in client.get("/my-area/?postcode=te1+1aa").content.decode()


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Enter your postcode or choose your ward."),
        ({"postcode": "Testford"}, "is not a full postcode"),
        ({"postcode": "SK1 3XE"}, "That postcode is not in Testford."),
    ],
)
def test_what_is_no_postcode_of_ours_is_said_beside_the_field(
    client: Client, sent: dict[str, str], sentence: str
) -> None:
    page = client.post("/my-area/", sent)
    assert page.status_code == 422
    assert sentence in page.content.decode()


# ── downloads ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("evidence")
def test_the_csv_file_holds_every_value_as_it_is(client: Client) -> None:
    response = client.get("/indicators/poor-health/download/csv/")
    assert 'filename="poor-health.csv"' in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == len(numbers.everything("poor-health"))
    own = next(
        row for row in rows if row["Area code"] == PLACE and (row["Group"], row["Period"]) == ("All people", "2024")
    )
    assert float(own["Value (%)"]) == pytest.approx(14.2)
    withheld = next(row for row in rows if row["Group"] == "Black or Black British")
    assert withheld["Value (%)"] == ""
    assert "withheld" in withheld["Note"]


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize("address", ["/indicators/poor-health/download/xlsx/", "/place/gaps/download/xlsx/"])
def test_a_spreadsheet_opens_again_with_its_cover_and_its_numbers(client: Client, address: str) -> None:
    book = load_workbook(io.BytesIO(client.get(address).content))
    assert len(book.sheetnames) >= 2
    cells = [cell for row in book[book.sheetnames[-1]].iter_rows(values_only=True) for cell in row]
    assert any(isinstance(cell, float) for cell in cells)


# ── freshness ────────────────────────────────────────────────────────────────────────────────────────
def test_a_page_that_was_kept_changes_with_the_snapshot(
    client: Client, settings: Any, evidence: Snapshot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page_cache, "shelf", page_cache.PageShelf(capacity=10_000_000))
    monkeypatch.setattr(page_cache, "folder", page_cache.PageFolder(tmp_path / "pages", 10_000_000))
    first = client.get("/indicators/poor-health/")
    assert "14.2%" in first.content.decode()
    assert client.get("/indicators/poor-health/")["ETag"] == first["ETag"]
    rows = rows_of_testford()
    rows["values"] = [
        row
        for row in rows["values"]
        if (row["area_code"], row["period"], row["group"]) != (PLACE, "2024", "All people")
    ]
    rows["values"].append(value_row("poor-health", PLACE, "district", 77.7))
    fresh = write_snapshot(Path(settings.EVIDENCE_STORE), rows)
    assert fresh.id != evidence.id
    second = client.get("/indicators/poor-health/")
    assert "77.7%" in second.content.decode()
    numbers.place_store().make_current(evidence.id)
    assert client.get("/indicators/poor-health/").content == first.content


def test_taking_a_snapshot_into_use_is_recorded_and_needs_a_role(evidence: Snapshot) -> None:
    with pytest.raises(NotAllowed, match="to bring in evidence"):
        adopt_current_snapshot(by=make_person(Role.EDITOR), at=timezone.now())
    assert not AuditEvent.objects.filter(object_id=evidence.id).exists()
    analyst = make_person(Role.ANALYST)
    adopt_current_snapshot(by=analyst, at=timezone.now())
    event = AuditEvent.objects.get(object_id=evidence.id)
    assert (event.actor_id, event.verb) == (analyst.pk, "took into use the evidence")
    assert event.after["indicators"] == 4


def test_questions_from_many_threads_get_their_own_snapshots_answer(evidence: Snapshot) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: numbers.latest("poor-health"), range(40)))
    assert [each.value for each in found if each] == pytest.approx([14.2] * 40)


@pytest.mark.usefixtures("evidence")
def test_one_question_answers_as_many_do(evidence: Snapshot) -> None:
    """The latest values and the ranks of all indicators at once are those asked for one by one."""
    for slug in evidence.definitions:
        assert numbers.all_latest().get(slug) == questions.latest_value(evidence, slug)
        for among in ("districts", "neighbours"):
            assert numbers.ranks(among).get(slug) == questions.rank(evidence, slug, among=among)
        assert set(numbers.kinds_with_values()[slug]) == {
            value.area_kind for value in numbers.everything(slug) if value.in_place and value.estimate
        }
