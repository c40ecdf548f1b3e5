"""Outlines are read, mended and dissolved; what is not an outline in degrees is refused."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from goldenthread.engine.tables import AREA_LINKS, OUTLINES
from goldenthread.sources import boundaries_lsoa21, boundaries_wards
from goldenthread.sources.outlines import DISSOLVED, dissolve, make_outlines, read_outlines
from goldenthread.sources.source import IssueLog, SourceError


def square(west: float, south: float, size: float = 0.01) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


BOW_TIE = [[[-2.0, 53.0], [-1.98, 53.02], [-1.98, 53.0], [-2.0, 53.02], [-2.0, 53.0]]]


def feature(code: str, coordinates: Any, heading: str = "lsoa21_code", kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": {heading: code}, "geometry": {"type": kind, "coordinates": coordinates}}


def write(folder: Path, *features: dict[str, Any], name: str = "lsoa21_alder.geojson") -> Path:
    path = folder / name
    content = json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def outlines_of(path: Path, issues: IssueLog | None = None) -> pa.Table:
    return read_outlines(path, "lsoa21", "lsoa21_code", issues or IssueLog("outlines"))


def shapes(table: pa.Table) -> dict[str, Any]:
    return {row["code"]: shapely.from_geojson(row["geometry"]) for row in table.to_pylist()}


@pytest.mark.parametrize("name", ["lsoa21_alder.geojson", "boundaries_lsoa21_england.geojson.gz"])
def test_outlines_are_kept_as_they_are(tmp_path: Path, name: str) -> None:
    path = write(
        tmp_path,
        feature("E01000001", square(-2, 53)),
        feature("E01000002", [square(-1, 53)], kind="MultiPolygon"),
        name=name,
    )
    table = outlines_of(path)
    assert table.schema == OUTLINES
    assert json.loads(table.column("geometry")[0].as_py()) == {"type": "Polygon", "coordinates": square(-2, 53)}
    assert set(table.column("basis").to_pylist()) == {"published"}


def test_an_outline_that_crosses_itself_is_mended_and_logged(tmp_path: Path) -> None:
    issues = IssueLog("outlines")
    path = write(tmp_path, feature("E01000001", square(-2, 53)), feature("E01000002", BOW_TIE))
    mended = shapes(outlines_of(path, issues))["E01000002"]
    assert mended.is_valid
    assert mended.area == pytest.approx(0.0002)
    row = issues.table().to_pylist()[0]
    assert (row["file"], row["line"], row["value"]) == (path.name, 2, "E01000002")
    assert row["what_was_done"] == "The outline of E01000002 was mended; it was not a valid shape (self-intersection)."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b'{"type": "FeatureCollection", "features": [{"typ', "row 1: The file is not whole JSON"),
        (b'{"type": "FeatureCollection"}', "not a GeoJSON collection"),
        (b"[1]", "not a GeoJSON collection"),
        (b'{"features": []}', "has no features"),
    ],
)
def test_what_is_not_geojson_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "lsoa21_alder.geojson"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=sentence):
        outlines_of(path)


def test_a_truncated_geojson_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, feature("E01000001", square(-2, 53)), name="lsoa21_alder.geojson.gz")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceError, match="cut short"):
        outlines_of(path)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            feature("E01000002", square(-2, 53), "lsoa11_code"),
            "row 2, column “lsoa21_code”: This feature lacks its code; it has lsoa11_code",
        ),
        (feature("E02000002", square(-2, 53)), "“E02000002” is not an area code of the kind expected"),
        (feature("E01000001", square(-2, 53)), "“E01000001” is there twice, first as feature 1"),
        (feature("E01000002", [-2.0, 53.0], kind="Point"), "The outline of E01000002 is not a polygon"),
        (feature("E01000002", square(389_000, 386_000, 100)), "must be longitude and latitude"),
    ],
)
def test_a_feature_that_is_wrong_is_named(tmp_path: Path, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence):
        outlines_of(write(tmp_path, feature("E01000001", square(-2, 53)), wrong))


def links(*pairs: tuple[str, str]) -> pa.Table:
    rows = [
        {"child_code": c, "child_kind": "lsoa21", "parent_code": p, "parent_kind": "ward24", "basis": "best fit"}
        for c, p in pairs
    ]
    return pa.Table.from_pylist(rows, schema=AREA_LINKS)


def test_small_areas_dissolve_into_one_outline_without_slivers() -> None:
    # The second square leaves a sliver of one metre to the first.
    small = make_outlines(
        ["E01000001", "E01000002", "E01000003"],
        "lsoa21",
        [
            json.dumps({"type": "Polygon", "coordinates": c})
            for c in (square(-2, 53), square(-1.98999, 53), square(-1, 53))
        ],
        "published",
    )
    pairs = links(("E01000001", "E05000001"), ("E01000002", "E05000001"), ("E01000003", "E05000002"))
    table = dissolve(small, pairs, "lsoa21", "ward24")
    assert set(table.column("basis").to_pylist()) == {DISSOLVED}
    assert set(table.column("kind").to_pylist()) == {"ward24"}
    found = shapes(table)
    assert found["E05000001"].geom_type == "Polygon"
    assert found["E05000001"].area == pytest.approx(0.0002, rel=0.01)
    assert found["E05000002"].equals(shapely.Polygon(square(-1, 53)[0]))
    assert dissolve(small, pairs, "lsoa21", "ward24", ["E05000002"]).column("code").to_pylist() == ["E05000002"]
    assert dissolve(small, pairs, "lsoa21", "ward24", []).num_rows == 0


def test_a_ward_whose_small_area_has_no_outline_cannot_be_drawn() -> None:
    with pytest.raises(SourceError, match="E01000001 has no outline, so E05000001 cannot be drawn"):
        dissolve(OUTLINES.empty_table(), links(("E01000001", "E05000001")), "lsoa21", "ward24")


def test_the_national_file_stands_in_for_those_of_councils(tmp_path: Path) -> None:
    write(tmp_path, feature("E01000001", square(-2, 53)))
    write(tmp_path, feature("E01000002", square(-2, 53)), name="lsoa21_birch.geojson")
    both = boundaries_lsoa21.read(tmp_path, IssueLog("x"))
    assert both.outlines is not None
    assert both.outlines.column("code").to_pylist() == ["E01000001", "E01000002"]
    write(tmp_path, feature("E01000003", square(-2, 53)), name="boundaries_lsoa21_england.geojson")
    national = boundaries_lsoa21.read(tmp_path, IssueLog("x"))
    assert national.outlines is not None
    assert national.outlines.column("code").to_pylist() == ["E01000003"]


def test_a_councils_own_wards_come_first_and_old_wards_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "lookup_lsoa21_ward24_ltla24.csv").write_text(
        "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code\n"
        "A,E01000001,Elm,E05000001,Alder,E06000001\nB,E01000002,Oak,E05000002,Alder,E06000001\n"
    )
    heading = "ward22_code"
    write(
        tmp_path,
        feature("E05000001", square(-2, 53), heading),
        feature("E05000002", square(-1, 53), heading),
        feature("E05000002", square(-0.99, 53), heading),
        feature("E05000009", square(-1.5, 53), heading),
        name="boundaries_wards22_england.geojson",
    )
    write(tmp_path, feature("E05000001", square(-1.2, 53), "WD25CD"), name="wards24_alder.geojson")
    issues = IssueLog("wards")
    tables = boundaries_wards.read(tmp_path, issues)
    assert tables.outlines is not None
    found = shapes(tables.outlines)
    assert set(found) == {"E05000001", "E05000002"}
    assert found["E05000001"].bounds[0] == -1.2
    assert found["E05000002"].geom_type == "Polygon"
    assert issues.sentences == [
        "The 2 parts of E05000002 were joined into one outline.",
        "1 outlines were left out: their wards are not wards of 2024.",
    ]
