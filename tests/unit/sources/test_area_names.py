"""Names stand for codes however a publisher writes them; what matches nothing is listed."""

from pathlib import Path

import pytest

from goldenthread.sources.area_names import match_names, names_of, plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kingston Upon Hull, City of", "Kingston upon Hull"),
        ("Bristol, City of", "Bristol"),
        ("City of Bristol", "Bristol"),
        ("St. Helens", "St Helens"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Durham", "County Durham"),
        ("Bedford Borough", "Bedford"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("Southend-on-Sea", "Southend on Sea"),
        ("The Vale", "Vale"),
        ("Stockport Metropolitan Borough Council", "Stockport"),
        ("Leeds City Council", "Leeds"),
        ("King's Lynn and West Norfolk", "Kings Lynn & West Norfolk"),
    ],
)
def test_the_same_place_written_in_two_ways(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("City of London", "London"), ("Derby", "Derbyshire"), ("North Elm", "Elm")]
)
def test_two_places_stay_two(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


def test_names_are_matched_once_each_and_the_rest_listed() -> None:
    known = {"elm": ("E05000001",), "oak": ("E05000002", "E05000003")}
    matched = match_names(["Elm", "OAK", "Ash", None, "Elm", "Ash"], known)
    assert matched.codes == ("E05000001", None, None, None, "E05000001", None)
    assert matched.unmatched == ("Ash", "")
    assert matched.ambiguous == ("OAK",)


def test_names_come_from_the_lookups_english_ones_only(tmp_path: Path) -> None:
    (tmp_path / "lookup_ltla23_utla23.csv").write_text(
        "ltla23_code,ltla23_name,utla23_code,utla23_name\n"
        "E07000001,Birch,E10000003,Birchshire\nE06000001,Alder,E06000001,Alder\n"
    )
    (tmp_path / "lookup_lsoa21_ward24_ltla24.csv").write_text(
        "lsoa21_code,lsoa21_name,ward24_code,ward24_name\nE01000001,A,E05000001,Elm\nE01000002,B,E05000002,Elm\n"
        "W01000001,C,W05000001,Ynys\n"
    )
    assert names_of(tmp_path, "county", "ward24", "region") == {
        "birchshire": ("E10000003",),
        "elm": ("E05000001", "E05000002"),
    }
