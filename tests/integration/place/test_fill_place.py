"""A place is filled from a snapshot's tables: whole, again and again, and nothing is pulled from under anybody."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
import shapely

from goldenthread.engine import tables
from goldenthread.place.actions import PlaceNotFilled, fill_place
from goldenthread.place.models import Area, AreaLink, Council, Postcode
from goldenthread.place.postcodes import NotAPostcode

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
COUNCIL = "E06000099"


def area(code: str, kind: str, in_place: bool = True, **fields: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"Area {code}",
        "kind": kind,
        "in_place": in_place,
        "population": 1500.4,
        "population_year": 2024,
        **fields,
    }


AREAS = [
    area(COUNCIL, "district", name="Alderbrook"),
    area("E06000098", "district", in_place=False, name="Elsewhere"),
    area("E05000001", "ward24", name="Mill"),
    area("E05000002", "ward24", name="Abbey"),
    area("E01000001", "lsoa21"),
    area("E01000002", "lsoa21"),
    area("E01000001", "lsoa11", name="The older outline"),
    area("E02000001", "msoa21", population=None, population_year=None),
]
LINKS = [
    ("E01000001", "lsoa21", "E05000001", "ward24", "best fit"),
    ("E01000002", "lsoa21", "E05000002", "ward24", "best fit"),
    ("E01000001", "lsoa21", "E02000001", "msoa21", "exact"),
    ("E05000001", "ward24", COUNCIL, "district", "exact"),
    ("E05000002", "ward24", COUNCIL, "district", "exact"),
    ("E01000009", "lsoa21", "E05000001", "ward24", "best fit"),
]
OUTLINES = [
    ("E05000001", "ward24", shapely.box(-2.0, 53.0, -1.99, 53.01), "published"),
    ("E05000002", "ward24", shapely.box(-1.99, 53.0, -1.98, 53.01), "dissolved from small areas (best fit)"),
    ("E05000077", "ward24", shapely.box(0, 0, 1, 1), "published"),
]
POSTCODES = [("AB11AA", "E01000001", "E05000001", COUNCIL), ("ZZ99ZZ", "E01999999", "E05999999", "E06000001")]


def fill(areas=AREAS, links=LINKS, outlines=OUTLINES, postcodes=POSTCODES, snapshot_id: str = "one"):
    def table(schema: pa.Schema, rows: list) -> pa.Table:
        return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)

    return fill_place(
        council_code=COUNCIL,
        areas=pa.Table.from_pylist(areas, schema=tables.AREAS),
        area_links=table(tables.AREA_LINKS, links),
        outlines=table(
            tables.OUTLINES, [(code, kind, shapely.to_geojson(shape), basis) for code, kind, shape, basis in outlines]
        ),
        postcodes=table(tables.POSTCODES, postcodes),
        snapshot_id=snapshot_id,
        at=AT,
    )


def test_filling_says_what_came_in_and_what_was_left_out() -> None:
    filled = fill()
    assert (filled.areas, filled.links, filled.outlines, filled.postcodes) == (8, 5, 2, 1)
    assert (filled.left_out_links, filled.left_out_postcodes, filled.retired_areas) == (1, 1, 0)
    council = Council.objects.get()
    assert (council.name, council.kind, council.snapshot_id) == ("Alderbrook", "district", "one")


def test_areas_know_their_place_population_and_middle() -> None:
    fill()
    ward = Area.objects.get(code="E05000001")
    assert (ward.council.code, ward.population, ward.population_year) == (COUNCIL, 1500, 2024)
    assert (ward.longitude, ward.latitude) == (pytest.approx(-1.995), pytest.approx(53.005))
    assert ward.outline_basis == "published"
    assert Area.objects.get(code="E06000098").council is None
    assert Area.objects.get(code="E02000001").population is None


def test_areas_are_asked_for_in_words() -> None:
    fill()
    assert [ward.name for ward in Area.objects.wards()] == ["Abbey", "Mill"]
    assert {small.code for small in Area.objects.small_areas()} == {"E01000001", "E01000002"}
    assert [found.code for found in Area.objects.neighbourhoods()] == ["E02000001"]
    mill = Area.objects.by_code(" e05000001 ")
    assert [found.code for found in Area.objects.small_areas().within(mill)] == ["E01000001"]
    small = Area.objects.get(code="E01000001", kind="lsoa21")
    assert {found.code for found in Area.objects.around(small)} == {"E05000001", "E02000001"}
    assert Area.objects.in_place(COUNCIL).count() == 7


def test_of_two_editions_with_one_code_the_newest_is_meant() -> None:
    fill()
    assert Area.objects.by_code("E01000001").kind == "lsoa21"
    with pytest.raises(Area.DoesNotExist, match="no area with the code"):
        Area.objects.by_code("E01999999")


def test_filling_again_changes_no_row() -> None:
    def everything() -> tuple[list, list, list]:
        return (
            list(Area.objects.order_by("pk").values()),
            list(AreaLink.objects.values()),
            list(Postcode.objects.values()),
        )

    fill()
    before = everything()
    fill()
    assert everything() == before


def test_a_new_snapshot_keeps_the_rows_of_areas_that_stay() -> None:
    fill()
    pk = Area.objects.get(code="E05000001").pk
    renamed = [{**row, "name": "Mill and Weir"} if row["code"] == "E05000001" else row for row in AREAS]
    filled = fill(areas=[row for row in renamed if row["code"] != "E01000002"], links=LINKS[:1], snapshot_id="two")
    assert filled.retired_areas == 1
    assert Area.objects.get(pk=pk).name == "Mill and Weir"
    gone = Area.objects.get(code="E01000002")
    assert not gone.is_current
    assert gone not in Area.objects.small_areas()
    assert AreaLink.objects.count() == 1
    assert Council.objects.get().snapshot_id == "two"
    fill(snapshot_id="three")
    assert Area.objects.get(code="E01000002").is_current


def test_a_changed_link_and_a_moved_postcode_follow() -> None:
    fill()
    fill(
        links=[("E01000001", "lsoa21", "E05000002", "ward24", "best fit")],
        postcodes=[("AB11AA", "E01000002", "E05000002", COUNCIL)],
    )
    assert [(str(link.child), str(link.parent)) for link in AreaLink.objects.all()] == [("Area E01000001", "Abbey")]
    assert Postcode.objects.find("ab1 1aa").ward.name == "Abbey"
    fill(postcodes=[])
    assert not Postcode.objects.exists()


def test_a_postcode_is_found_however_it_is_typed() -> None:
    fill()
    found = Postcode.objects.find(" ab1-1aa")
    assert (str(found), found.ward.name, found.small_area.code) == ("AB1 1AA", "Mill", "E01000001")
    with pytest.raises(Postcode.DoesNotExist):
        Postcode.objects.find("AB1 9ZZ")
    with pytest.raises(NotAPostcode):
        Postcode.objects.find("Mill ward")


def test_the_tables_of_another_place_change_nothing() -> None:
    fill()
    with pytest.raises(PlaceNotFilled, match="another place"):
        fill(areas=AREAS[1:])
    assert Council.objects.get().snapshot_id == "one"
    assert Area.objects.current().count() == 8


def test_a_table_without_a_column_is_named() -> None:
    with pytest.raises(PlaceNotFilled, match="table areas lacks in_place, population"):
        fill_place(
            council_code=COUNCIL,
            areas=pa.table({"code": [COUNCIL], "name": ["A"], "kind": ["district"], "population_year": [2024]}),
            area_links=tables.AREA_LINKS.empty_table(),
            snapshot_id="one",
            at=AT,
        )
    assert not Council.objects.exists()


def test_filling_takes_few_queries_for_many_areas(django_assert_max_num_queries) -> None:
    many = [*AREAS, *(area(f"E01{number:06}", "lsoa21") for number in range(100, 400))]
    links = [(row["code"], "lsoa21", "E05000001", "ward24", "best fit") for row in many[len(AREAS) :]]
    # One for each batch of rows, not one for each row.
    with django_assert_max_num_queries(24):
        fill(areas=many, links=links)
