"""What a source must say of itself, what it may hand over, and how errors and issues read."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from goldenthread.engine.tables import AREAS, ISSUES, NEIGHBOURS
from goldenthread.sources import all_sources
from goldenthread.sources.source import IssueLog, Source, SourceError, SourceTables, join_tables

SOURCE = Source(
    id="example",
    name="An example",
    publisher="A publisher",
    licence="A licence",
    licence_url="https://example.org/licence",
    address="https://example.org/",
    layout="One row an area.",
    vintage="2024",
    geography=("lsoa21",),
    files=("example*.csv", "exam*.csv"),
)
NEIGHBOUR = pa.table(
    {"area_code": ["E1"], "model": ["global"], "position": pa.array([1], pa.int32()), "neighbour_code": ["E2"]},
    schema=NEIGHBOURS,
)


def test_every_source_is_found_by_its_file_and_says_what_it_is() -> None:
    sources = all_sources()
    assert {"population20_lsoa11", "ons_neighbours", "fingertips", "postcode_directory"} <= set(sources)
    for identifier, module in sources.items():
        assert module.SOURCE.id == identifier
        assert module.SOURCE.address.startswith("https://"), identifier
        assert module.SOURCE.licence_url.startswith("https://"), identifier
        assert callable(module.read)
        assert callable(module.fetch)


def test_no_source_names_a_measure_twice() -> None:
    for identifier, module in all_sources().items():
        measures = module.SOURCE.measures
        assert len(measures) == len(set(measures)), identifier


@pytest.mark.parametrize("line", ["name", "publisher", "licence", "address", "layout", "vintage"])
def test_a_source_with_a_blank_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=f"“example” has no {line}"):
        replace(SOURCE, **{line: " "})


def test_a_source_of_an_unknown_kind_of_area_is_refused() -> None:
    with pytest.raises(ValueError, match="parish"):
        replace(SOURCE, geography=("parish",))


def test_a_source_without_files_is_refused() -> None:
    with pytest.raises(ValueError, match="names no file"):
        replace(SOURCE, files=())


def test_a_file_that_two_patterns_match_is_listed_once(tmp_path: Path) -> None:
    for name in ("example_b.csv", "example_a.csv", "other.csv"):
        (tmp_path / name).touch()
    assert [path.name for path in SOURCE.files_in(tmp_path)] == ["example_a.csv", "example_b.csv"]


def test_every_source_reads_nothing_from_an_empty_folder(tmp_path: Path) -> None:
    for identifier, module in all_sources().items():
        read = module.read(tmp_path, IssueLog(identifier))
        assert read.rows == 0, identifier


def test_a_source_without_a_download_says_where_to_find_its_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="download it there and put it into"):
        all_sources()["population20_lsoa11"].fetch(tmp_path)


def test_tables_must_have_the_engines_schema() -> None:
    with pytest.raises(ValueError, match="“areas” has columns"):
        SourceTables(areas=NEIGHBOUR)
    wrong = NEIGHBOUR.set_column(2, "position", pa.array([1.0]))
    with pytest.raises(ValueError, match="is double; expected int32"):
        SourceTables(neighbours=wrong)


def test_tables_may_have_no_gap_where_none_belongs() -> None:
    gap = pa.table({**{name: NEIGHBOUR.column(name) for name in NEIGHBOURS.names}, "model": pa.nulls(1, pa.string())})
    with pytest.raises(ValueError, match="“model” of “neighbours” has 1 gaps"):
        SourceTables(neighbours=gap)


def test_tables_of_several_sources_are_joined_by_name() -> None:
    areas = AREAS.empty_table()
    joined = join_tables([SourceTables(neighbours=NEIGHBOUR), SourceTables(areas=areas, neighbours=NEIGHBOUR)])
    assert {name: table.num_rows for name, table in joined.items()} == {"neighbours": 2, "areas": 0}


def test_an_error_says_file_row_and_column() -> None:
    error = SourceError("/somewhere/rates.csv", "It is wrong.", row=1234, column="rate")
    assert str(error) == "rates.csv, row 1,234, column “rate”: It is wrong."
    assert str(SourceError("rates.csv", "It is wrong.")) == "rates.csv: It is wrong."


def test_issues_are_kept_in_the_snapshots_schema() -> None:
    issues = IssueLog("example")
    issues.note(Path("/x/a.csv"), "One row was left out.", line=3, field="rate", value=4.5)
    issues.note("b.csv", "Mended.")
    table = issues.table()
    assert table.schema == ISSUES
    assert table.to_pylist()[0] == {
        "source": "example",
        "file": "a.csv",
        "line": 3,
        "field": "rate",
        "value": "4.5",
        "what_was_done": "One row was left out.",
    }
    assert issues.sentences == ["One row was left out.", "Mended."]
    assert len(issues) == 2
