"""Which area lies in which: links, vintages, changes, and lookups that contradict themselves."""

import gzip
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pytest

from goldenthread.sources import (
    lookup_lsoa11_lsoa21_ltla22,
    lookup_lsoa21_ward24_ltla24,
    lookup_ltla23_utla23,
    lookup_ltla24_region24,
    lookup_msoa11_msoa21_ltla22,
)
from goldenthread.sources.areas import check_area_codes, known_codes
from goldenthread.sources.reading import code, number, read_csv
from goldenthread.sources.source import IssueLog, SourceError, SourceTables

WARDS = """lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code
Alder 001A,E01000001,"Elm, North",E05000001,Alder,E06000001
Alder 001B,E01000002,"Elm, North",E05000001,Alder,E06000001
Alder 002A,E01000003,Oak,E05000002,Alder,E06000001
Birch 001A,E01000004,Ash,E05000003,Birch,E07000001
Cymru 001A,W01000001,Ynys,W05000001,Cymru,W06000001
"""
CHANGES = """lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code
Alder 001A,E01000001,U,Alder 001A,E01000001,Alder,E06000001
Alder 001C,E01000009,S,Alder 001B,E01000002,Alder,E06000001
Alder 001C,E01000009,S,Alder 002A,E01000003,Alder,E06000001
Birch 001A,E01000010,X,Alder 002A,E01000003,Alder,E06000001
Birch 001A,E01000010,X,Birch 001A,E01000004,Birch,E07000001
"""
REGIONS = """ltla24_name,ltla24_code,region24_name,region24_code
Alder,E06000001,North East,E12000001
Birch,E07000001,London,E12000007
Great Birch,E06000063,London,E12000007
"""
COUNTIES = """ltla23_code,ltla23_name,utla23_code,utla23_name
E06000001,Alder,E06000001,Alder
E07000001,Birch,E10000001,Birchshire
"""
NEIGHBOURHOODS = """msoa11_name,msoa11_code,msoa21_name,msoa21_code,ltla22_name,ltla22_code
Alder 001,E02000001,Alder 001,E02000001,Alder,E06000001
Alder 002,E02000002,Alder 002,E02000002,Alder,E06000001
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lookup_lsoa21_ward24_ltla24.csv.gz").write_bytes(gzip.compress(WARDS.encode()))
    (tmp_path / "lookup_lsoa11_lsoa21_ltla22.csv").write_text(CHANGES)
    (tmp_path / "lookup_ltla24_region24.csv").write_text(REGIONS)
    (tmp_path / "lookup_ltla23_utla23.csv").write_text(COUNTIES)
    (tmp_path / "lookup_msoa11_msoa21_ltla22.csv").write_text(NEIGHBOURHOODS)
    return tmp_path


def read(module: ModuleType, folder: Path, issues: IssueLog | None = None) -> SourceTables:
    tables: SourceTables = module.read(folder, issues or IssueLog("lookup"))
    return tables


def links(tables: SourceTables) -> set[tuple[str, str, str]]:
    assert tables.area_links is not None
    return {(row["child_code"], row["parent_code"], row["basis"]) for row in tables.area_links.to_pylist()}


def names(tables: SourceTables) -> dict[tuple[str, str], str]:
    assert tables.areas is not None
    return {(row["kind"], row["code"]): row["name"] for row in tables.areas.to_pylist()}


def test_small_areas_lie_in_wards_by_best_fit_and_in_districts(folder: Path) -> None:
    issues = IssueLog("lookup")
    tables = read(lookup_lsoa21_ward24_ltla24, folder, issues)
    assert ("E01000002", "E05000001", "best fit") in links(tables)
    assert ("E01000004", "E07000001", "exact") in links(tables)
    assert ("E05000002", "E06000001", "exact") in links(tables)
    assert len(links(tables)) == 4 + 4 + 3
    assert names(tables)[("ward24", "E05000001")] == "Elm, North"
    assert sum(kind == "district" for kind, _ in names(tables)) == 2
    assert issues.sentences[0] == "1 small areas outside England were left out."
    assert issues.sentences[1].startswith("3 wards are made of one or two small areas")


def test_a_ward_in_two_districts_is_refused(folder: Path) -> None:
    path = folder / "lookup_lsoa21_ward24_ltla24.csv.gz"
    path.write_bytes(gzip.compress(WARDS.replace("E05000003", "E05000002").encode()))
    with pytest.raises(
        SourceError, match="row 5, column “ward24_code”: “E05000002” lies in E06000001 and in E07000001"
    ):
        read(lookup_lsoa21_ward24_ltla24, folder)


def test_a_small_area_that_is_there_twice_is_refused(folder: Path) -> None:
    path = folder / "lookup_lsoa21_ward24_ltla24.csv.gz"
    path.write_bytes(gzip.compress(WARDS.replace("E01000003", "E01000001").encode()))
    with pytest.raises(SourceError, match="row 4, column “lsoa21_code”: “E01000001” is there twice, first in row 2"):
        read(lookup_lsoa21_ward24_ltla24, folder)


def test_changes_keep_their_code_and_areas_their_own_district(folder: Path) -> None:
    issues = IssueLog("lookup")
    tables = read(lookup_lsoa11_lsoa21_ltla22, folder, issues)
    assert tables.area_changes is not None
    assert tables.area_changes.to_pylist()[1] == {"old_code": "E01000009", "new_code": "E01000002", "change": "S"}
    assert tables.area_changes.num_rows == 5
    # Birch 001A straddles the border; its name says where it was.
    assert links(tables) == {
        ("E01000001", "E06000001", "exact"),
        ("E01000009", "E06000001", "exact"),
        ("E01000010", "E07000001", "exact"),
    }
    assert issues.sentences == [
        "2 pairs of small areas changed irregularly (X): figures of 2011 cannot be carried over there.",
        "1 small areas of 2011 now lie in two districts; each was kept in the one it is named after.",
    ]


def test_an_unknown_change_is_refused(folder: Path) -> None:
    path = folder / "lookup_lsoa11_lsoa21_ltla22.csv"
    path.write_text(CHANGES.replace(",X,Birch", ",Y,Birch"))
    with pytest.raises(SourceError, match="row 6, column “change_code”: “Y” is not a code"):
        read(lookup_lsoa11_lsoa21_ltla22, folder)


def test_an_unchanged_area_that_changes_is_refused(folder: Path) -> None:
    path = folder / "lookup_lsoa11_lsoa21_ltla22.csv"
    path.write_text(CHANGES.replace("E01000009,S", "E01000009,U"))
    with pytest.raises(SourceError, match="row 3, column “change_code”: E01000009 is marked U"):
        read(lookup_lsoa11_lsoa21_ltla22, folder)


def test_districts_of_2022_are_brought_to_those_of_2023(folder: Path) -> None:
    (folder / "lookup_ltla22_ltla23.csv").write_text(
        "ltla22_code,ltla22_name,ltla23_code,ltla23_name\nE07000001,Birch,E06000063,Great Birch\n"
    )
    assert ("E01000010", "E06000063", "exact") in links(read(lookup_lsoa11_lsoa21_ltla22, folder))


def test_districts_lie_in_regions_and_regions_in_england(folder: Path) -> None:
    tables = read(lookup_ltla24_region24, folder)
    assert ("E07000001", "E12000007", "exact") in links(tables)
    assert ("E12000007", "E92000001", "exact") in links(tables)
    assert names(tables)[("country", "E92000001")] == "England"


def test_only_counties_are_counties(folder: Path) -> None:
    tables = read(lookup_ltla23_utla23, folder)
    assert links(tables) == {("E07000001", "E10000001", "exact")}
    assert names(tables) == {("county", "E10000001"): "Birchshire"}


def test_neighbourhoods_of_2021_are_found_by_the_names_of_their_small_areas(folder: Path) -> None:
    (folder / "lookup_lsoa11_msoa11.csv").write_text(
        "lsoa11_name,lsoa11_code,msoa11_name,msoa11_code\nAlder 001A,E01000001,Alder 001,E02000001\n"
        "Alder 002A,E01000009,Alder 002,E02000002\nAlba,S01000001,Alba,S02000001\n"
    )
    (folder / "imd2019_msoa11_mysociety.csv").write_text("MSOAC,MSOAHOCLN\nE02000001,Elm Green\n")
    issues = IssueLog("lookup")
    tables = read(lookup_msoa11_msoa21_ltla22, folder, issues)
    assert {("E01000001", "E02000001", "exact"), ("E01000003", "E02000002", "exact")} <= links(tables)
    assert ("E02000002", "E06000001", "exact") in links(tables)
    assert names(tables)[("msoa11", "E02000001")] == "Elm Green"
    assert names(tables)[("msoa11", "E02000002")] == "Alder 002"
    assert not any(child.startswith("S") for child, _, _ in links(tables))
    assert issues.sentences == ["1 small areas of 2021 were left without a neighbourhood: the lookup lacks theirs."]


def test_codes_are_checked_against_the_lookups_and_the_other_vintage_is_named(folder: Path) -> None:
    known = known_codes(folder, "lsoa21")
    assert known is not None
    assert sorted(known.to_pylist()) == ["E01000001", "E01000002", "E01000003", "E01000004"]
    path = Path("values.csv")
    check_area_codes(path, pa.chunked_array([["E01000001", None, "W01999999"]]), "lsoa21", folder, "code")
    with pytest.raises(SourceError, match="row 3, column “code”: “E01000009” is one of the 2011 small areas"):
        check_area_codes(path, pa.chunked_array([["E01000001", "E01000009"]]), "lsoa21", folder, "code")
    with pytest.raises(SourceError, match="“E05000009” is not a code of the 2024 wards"):
        check_area_codes(path, pa.chunked_array([["E05000009"]]), "ward24", folder, "code")


VALUES = "lsoa21_code,ltla24_code,ltla19_code,value\nE01000001,E06000001,E07000999,1\nW01999999,W06999999,E07000998,2\n"
COLUMNS = [
    code("lsoa21_code", "lsoa21"),
    code("ltla24_code", "district"),
    code("ltla19_code", "district"),
    number("value"),
]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("E01000009,E06000001,E07000001,3", "row 4, column “lsoa21_code”: “E01000009” is one of the 2011 small areas"),
        ("E01999999,E06000001,E07000001,3", "row 4, column “lsoa21_code”: “E01999999” is not a code of the 2021 small"),
        ("E01000002,E07000999,E07000001,3", "row 4, column “ltla24_code”: “E07000999” is not a code of the 2024 dist"),
    ],
)
def test_every_file_is_held_to_the_lookups_beside_it(folder: Path, line: str, sentence: str) -> None:
    path = folder / "values.csv"
    path.write_text(VALUES)
    assert read_csv(path, COLUMNS).num_rows == 2
    path.write_text(VALUES + line + "\n")
    with pytest.raises(SourceError, match=sentence):
        read_csv(path, COLUMNS)


def test_without_lookups_there_is_nothing_to_check_against(tmp_path: Path) -> None:
    assert known_codes(tmp_path, "lsoa21") is None
    check_area_codes(Path("values.csv"), pa.chunked_array([["E01999999"]]), "lsoa21", tmp_path, "code")
