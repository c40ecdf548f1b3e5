"""Every page of the evidence room, for five real councils: with real values, and with words where there are none."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils.html import strip_tags

from goldenthread.engine.store import Snapshot
from goldenthread.evidence import numbers

pytestmark = pytest.mark.django_db

STOCKPORT = "E08000007"
COVENTRY = "E08000026"
WOKINGHAM = "E06000041"
KENSINGTON_AND_CHELSEA = "E09000020"
BARKING_AND_DAGENHAM = "E09000002"
ALL = (STOCKPORT, COVENTRY, WOKINGHAM, KENSINGTON_AND_CHELSEA, BARKING_AND_DAGENHAM)

OpenSite = Callable[[str], Snapshot]

#: Words that a program writes when it forgot to write for a reader.
MACHINE_WORDS = re.compile(r"\b(nan|None(?! [a-z])|NaN|inf|null|Decimal|datetime|Estimate|Polarity|\{\{|\}\})\b")


def pages(*, all_of_them: bool) -> Iterator[str]:
    """The address of every page of the room that the evidence has something for, or of one of each sort of page."""
    yield from ("/place/", "/place/gaps/", "/place/gaps/?fifths=national", "/place/compare/")
    yield from ("/indicators/", "/my-area/", "/framework/marmot/", "/data/", "/place/map/")
    yield from (f"/data/{source}/" for source in {entry["source"] for entry in numbers.current().manifest})
    yield from (f"/indicators/{slug}/" for slug in list(numbers.definitions())[:: 1 if all_of_them else 4])
    for slug in list(numbers.definitions())[:: 1 if all_of_them else 15]:
        yield f"/indicators/{slug}/?fifths=national"
        yield f"/indicators/{slug}/how-do-we-know/"
        for kind in numbers.mappable().get(slug, ("",)):
            yield f"/place/map/?{urlencode({'indicator': slug, 'areas': kind})}"
    for kind in ("ward24", "msoa21", "lsoa21"):
        yield from (f"/areas/{area.code}/" for area in numbers.areas(kind)[:: 5 if all_of_them else 20])


def words_of(page: str) -> str:
    """The words a reader of the page meets, those in pictures among them."""
    return " ".join(html.unescape(strip_tags(re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL))).split())


@pytest.mark.parametrize("code", ALL)
def test_every_page_opens_and_speaks_in_words(open_site: OpenSite, client: Client, code: str) -> None:
    open_site(code)
    wrong = []
    for address in pages(all_of_them=code == STOCKPORT):
        response = client.get(address)
        found = MACHINE_WORDS.search(words_of(response.content.decode()))
        if response.status_code != 200 or found:
            wrong.append((address, response.status_code, found and found.group()))
    assert not wrong


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words_of(response.content.decode())


def test_stockport_has_its_wards_small_areas_and_rank(open_site: OpenSite, client: Client) -> None:
    open_site(STOCKPORT)
    place = text(client, "/place/")
    assert "in 21 wards and 191 small areas" in place
    assert "158th of 296" in text(client, "/indicators/deprivation-score/")


def test_the_biggest_gaps_are_not_those_the_ranking_is_made_of(open_site: OpenSite, client: Client) -> None:
    open_site(STOCKPORT)
    page = client.get("/place/").context["page"]
    slugs = [line.slug for line in page.biggest]
    assert slugs
    for slug in slugs:
        assert not numbers.definition(slug).source.startswith("indices_of_deprivation")
    assert {line.slug for line in page.built_in} & {"deprivation-score", "income-deprivation"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (BARKING_AND_DAGENHAM, "No small area here lies in England's tenths 8, 9 or 10 (1 is the most deprived)."),
        (WOKINGHAM, "No small area here lies in England's tenths 1 or 2 (1 is the most deprived)."),
    ],
)
def test_missing_national_tenths_are_said(open_site: OpenSite, client: Client, code: str, said: str) -> None:
    open_site(code)
    assert said in text(client, "/place/")
    national = text(client, "/place/gaps/?fifths=national")
    assert re.search(r"No small area here lies in England's (most|least) deprived fifth\.", national)


@pytest.mark.parametrize("code", ALL)
def test_what_cannot_be_said_has_its_reason(open_site: OpenSite, client: Client, code: str) -> None:
    open_site(code)
    gaps = client.get("/place/gaps/").context["gaps"]
    assert gaps.unequal
    assert gaps.unknown
    assert all(line.reason.endswith(".") for line in gaps.unknown)


def test_a_trend_within_a_place_cannot_be_told_from_one_edition(open_site: OpenSite, client: Client) -> None:
    open_site(COVENTRY)
    assert "There are figures for one period only" in text(client, "/indicators/households-deprived/")


@pytest.mark.parametrize("code", ALL)
def test_every_ward_is_drawn_and_leads_to_its_page(open_site: OpenSite, client: Client, code: str) -> None:
    open_site(code)
    slug = next(slug for slug, kinds in numbers.mappable().items() if "ward24" in kinds)
    page = client.get(f"/place/map/?indicator={slug}&areas=ward24").content.decode()
    for ward in numbers.areas("ward24"):
        assert f"/areas/{ward.code}/" in page


@pytest.mark.parametrize("code", ALL)
def test_pages_are_small_enough_for_a_phone(open_site: OpenSite, client: Client, code: str) -> None:
    open_site(code)
    for address in ("/place/", "/place/gaps/", "/indicators/", "/place/compare/", "/indicators/attainment-8/"):
        assert len(client.get(address, headers={"accept-encoding": "gzip"}).content) < 60_000, address
    for drawn in ("outlines", "hexagons"):
        address = f"/place/map/?areas=lsoa21&drawn={drawn}&indicator=deprivation-score"
        assert len(client.get(address, headers={"accept-encoding": "gzip"}).content) < 200_000, address
