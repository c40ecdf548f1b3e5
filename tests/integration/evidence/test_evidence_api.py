"""The read API over the evidence: what it answers, a part at a time, and in which words it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ninja
import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.factories.snapshots import LSOAS, PLACE, WARDS

from goldenthread.evidence import numbers

pytestmark = pytest.mark.django_db

LISTS = ["/indicators", "/indicators/poor-health/values", "/gaps", "/areas", "/sources", "/issues"]


def ask(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{address}")
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.usefixtures("evidence")
def test_the_place_at_a_glance(client: Client) -> None:
    place = ask(client, "/place")
    assert (place["code"], place["population"], place["areas"]["ward24"]) == (PLACE, 20_000, 4)
    assert place["snapshot"] == numbers.current().id
    assert place["indicators_without_values"] == ["nowhere"]


@pytest.mark.usefixtures("evidence")
def test_indicators_with_their_latest_value_and_its_interval(client: Client) -> None:
    found = {each["slug"]: each for each in ask(client, "/indicators")["items"]}
    assert set(found) == set(numbers.definitions())
    latest = found["poor-health"]["latest"]
    assert latest["estimate"]["value"] == pytest.approx(14.2)
    assert latest["estimate"]["lower"] < 14.2 < latest["estimate"]["upper"]
    assert latest["period"] == {"label": "2024", "start": "2024-01-01", "end": "2024-12-31"}
    assert found["nowhere"]["latest"] is None
    assert [each["slug"] for each in ask(client, "/indicators?theme=Nothing")["items"]] == []
    assert ask(client, "/indicators?marmot_principle=4")["count"] == 4


@pytest.mark.usefixtures("evidence")
def test_one_indicator_says_how_it_is_known(client: Client) -> None:
    found = ask(client, "/indicators/poor-health")
    assert found["method"] == "Counted."
    assert found["interval"] == "Wilson score"
    assert {(each["area_kind"], each["basis"]) for each in found["values_by_kind"]} >= {("lsoa21", "published")}


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", None),
        ("?kind=lsoa21", 60),
        ("?kind=lsoa21&period=latest", 20),
        ("?kind=lsoa21&period=2020", 20),
        (f"?area_code={LSOAS[0]}", 3),
        ("?characteristic=sex", 2),
        ("?characteristic=sex&group=Women", 1),
        ("?period=1850", 0),
    ],
)
def test_values_are_chosen_by_kind_period_and_group(client: Client, asked: str, count: int | None) -> None:
    found = ask(client, f"/indicators/poor-health/values{asked}")
    every = numbers.everything("poor-health")
    assert found["count"] == (len(every) if count is None else count)


@pytest.mark.usefixtures("evidence")
def test_a_missing_value_carries_its_reason_and_is_never_zero(client: Client) -> None:
    (value,) = ask(client, "/indicators/poor-health/values?group=Black or Black British")["items"]
    assert value["estimate"] is None
    assert value["missing"].startswith("withheld by the publisher")


@pytest.mark.usefixtures("evidence")
def test_a_list_is_given_a_part_at_a_time(client: Client) -> None:
    for address in LISTS:
        whole = ask(client, address)
        joined = "&" if "?" in address else "?"
        first = ask(client, f"{address}{joined}limit=1")
        second = ask(client, f"{address}{joined}limit=1&offset=1")
        assert first["count"] == second["count"] == whole["count"]
        assert first["items"] == whole["items"][:1]
        assert second["items"] == whole["items"][1:2]


@pytest.mark.usefixtures("evidence")
def test_gaps_carry_both_ends_both_indices_and_the_verdict(client: Client) -> None:
    first = ask(client, "/indicators/poor-health/gap")
    assert first["absolute"]["value"] > 0
    assert first["most_deprived"]["value"] - first["least_deprived"]["value"] == pytest.approx(
        first["absolute"]["value"]
    )
    assert first["verdict"]["direction"] == "narrowing"
    none = next(each for each in ask(client, "/gaps")["items"] if each["indicator"] == "pay")
    assert none["absolute"] is None
    assert "whole councils" in none["reason"]
    assert ask(client, "/indicators/poor-health/gap?fifths=national")["fifths"] == "national"


@pytest.mark.usefixtures("evidence")
def test_areas_with_what_they_lie_in_and_their_figures(client: Client) -> None:
    assert ask(client, "/areas?kind=ward24")["count"] == 4
    assert ask(client, "/areas?kind=district")["count"] == 1
    assert ask(client, "/areas?kind=district&in_place=false")["count"] == 4
    ward = ask(client, f"/areas/{WARDS[0]}")
    assert [each["code"] for each in ward["lies_in"]] == [PLACE]
    assert len(ward["holds"]) == 5
    assert ward["figures"][0]["value"]["indicator"] == "poor-health"


@pytest.mark.usefixtures("evidence")
def test_sources_with_their_files_and_what_was_noted(client: Client) -> None:
    source = ask(client, "/sources/invented")
    assert source["files"][0]["sha256"] == "0" * 64
    assert source["issues"] == 1
    assert ask(client, "/issues?source=invented")["items"][0]["what_was_done"] == "Kept as suppressed."
    assert ask(client, "/issues?source=another")["count"] == 0


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/indicators/unheard", 404, "There is no indicator 'unheard'"),
        ("/indicators/unheard/values", 404, "There is no indicator 'unheard'"),
        ("/indicators/poor-health/values?kind=parish", 404, "'parish' is no kind of area"),
        ("/areas/E05000000", 404, "knows no area E05000000"),
        ("/areas?kind=parish", 422, "There is no kind of area 'parish'"),
        ("/sources/unheard", 404, "The evidence has no source 'unheard'"),
        ("/gaps?fifths=tenths", 422, "'place' or 'national'"),
        ("/gaps?limit=0", 422, "greater than or equal to 1"),
        ("/gaps?limit=100000", 422, "less than or equal to 1000"),
        ("/gaps?offset=some", 422, "valid integer"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(client: Client, address: str, status: int, words: str) -> None:
    assert words in json.dumps(ask(client, address, status)["detail"])


@pytest.mark.parametrize("address", ["/place", "/gaps", "/areas", "/sources", "/issues", "/indicators"])
def test_without_evidence_it_says_how_to_bring_some(client: Client, address: str) -> None:
    assert f"goldenthread place build {PLACE}" in ask(client, address, 404)["detail"]


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    for address in ("/place", "/gaps", "/indicators/poor-health/values"):
        assert getattr(client, method)(f"/api/v1{address}").status_code == 405


def test_the_description_names_every_answer_and_is_served_from_here(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    paths = described["paths"].items()
    ours = {path: entry for path, entry in paths if "evidence" in entry.get("get", {}).get("tags", [])}
    assert {path.removeprefix("/api/v1") for path in ours} == {
        *("/place", "/indicators", "/indicators/{slug}", "/indicators/{slug}/values", "/indicators/{slug}/gap"),
        *("/gaps", "/areas", "/areas/{code}", "/sources", "/sources/{source}", "/issues"),
        *("/facts", "/facts/{slug}"),
    }
    for entry in ours.values():
        assert set(entry) == {"get"}
        assert entry["get"]["summary"]
        assert "$ref" in entry["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert "security" not in entry["get"]
    page = client.get("/api/v1/docs").content.decode()
    assert "https://" not in page
    assert "http://" not in page


def test_the_pages_of_the_description_are_static_files_of_this_site() -> None:
    assert (Path(ninja.__file__).parent / "static" / "ninja" / "swagger-ui-bundle.js").is_file()
    assert "ninja" in django_settings.INSTALLED_APPS
