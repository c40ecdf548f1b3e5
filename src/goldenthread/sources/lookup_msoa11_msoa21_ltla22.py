"""Neighbourhoods (MSOA) of 2011 and 2021: their names, their small areas and their districts."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.areas import district_now, look_up, make_areas, make_links, single_parent
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import code, keep_england, read_csv, text
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceTables,
)

SOURCE = Source(
    id="lookup_msoa11_msoa21_ltla22",
    name="MSOA (2011) to MSOA (2021) to local authority district (2022) lookup, with the LSOAs of each",
    publisher="Office for National Statistics; names of MSOAs by the House of Commons Library",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout=(
        "One row a pair of a 2011 and a 2021 MSOA with its district of 2022; beside it one row a 2011 LSOA with its "
        "MSOA. The 2021 MSOA of a 2021 LSOA is read from the LSOA's name, which is the MSOA's name and a letter."
    ),
    vintage="2011 to 2021",
    geography=("msoa11", "msoa21"),
    files=(
        "lookup_msoa11_msoa21_ltla22.csv*",
        "lookup_lsoa11_msoa11.csv*",
        "imd2019_msoa11_mysociety.csv*",
    ),
    notes=("The lookup lacks some 2021 MSOAs; their small areas stand without a neighbourhood.",),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """English neighbourhoods, their districts, and which small areas lie in them."""
    files = {path.name.split(".")[0]: path for path in SOURCE.files_in(folder)}
    path = files.get("lookup_msoa11_msoa21_ltla22")
    if path is None:
        return SourceTables()
    columns = [
        code("msoa11_code", "msoa11"),
        text("msoa11_name"),
        code("msoa21_code", "msoa21"),
        text("msoa21_name"),
        code("ltla22_code", "district"),
    ]
    table = read_csv(path, columns, key=["msoa11_code", "msoa21_code"])
    single_parent(path, table.column("msoa21_code"), table.column("ltla22_code"), "msoa21_code")
    table = keep_england(table, "msoa11_code")
    district = district_now(folder, table.column("ltla22_code"))
    areas = [
        make_areas(table.column("msoa11_code"), _residents_names(table, files, issues), "msoa11"),
        make_areas(table.column("msoa21_code"), table.column("msoa21_name"), "msoa21"),
    ]
    links = [
        make_links(table.column("msoa11_code"), "msoa11", district, "district"),
        make_links(table.column("msoa21_code"), "msoa21", district, "district"),
    ]
    if "lookup_lsoa11_msoa11" in files:
        links.append(_links_of_2011(files["lookup_lsoa11_msoa11"]))
    links += _links_of_2021(folder, table, issues)
    return SourceTables(
        areas=pa.concat_tables(areas), area_links=pa.concat_tables(links), files=tuple(sorted(files.values()))
    )


def _residents_names(table: pa.Table, files: dict[str, Path], issues: IssueLog) -> pa.ChunkedArray:
    """The House of Commons Library's names, which residents would know ("Heaton Norris"), where their file is there."""
    official = table.column("msoa11_name")
    path = files.get("imd2019_msoa11_mysociety")
    if path is None:
        issues.note(
            "imd2019_msoa11_mysociety.csv.gz", "Neighbourhoods keep their numbered names; this file has others."
        )
        return official
    names = read_csv(path, [code("MSOAC", "msoa11"), text("MSOAHOCLN")], key=["MSOAC"])
    return pc.coalesce(look_up(table.column("msoa11_code"), names.column("MSOAC"), names.column("MSOAHOCLN")), official)


def _links_of_2011(path: Path) -> pa.Table:
    """The 2011 small areas of each 2011 neighbourhood. The file covers Scotland, whose codes have another layout."""
    table = read_csv(path, [code("lsoa11_code", "any"), code("msoa11_code", "any")], key=["lsoa11_code"])
    table = keep_england(table, "lsoa11_code")
    return make_links(table.column("lsoa11_code"), "lsoa11", table.column("msoa11_code"), "msoa11")


def _links_of_2021(folder: Path, table: pa.Table, issues: IssueLog) -> list[pa.Table]:
    """The 2021 small areas of each 2021 neighbourhood, by name."""
    found = sorted(folder.glob("lookup_lsoa21_ward24_ltla24.csv*"))
    if not found:
        return []
    small = keep_england(read_csv(found[0], [code("lsoa21_code", "lsoa21"), text("lsoa21_name")]), "lsoa21_code")
    stem = pc.utf8_slice_codeunits(small.column("lsoa21_name"), 0, -1)
    parent = look_up(stem, table.column("msoa21_name"), table.column("msoa21_code"))
    missing = parent.null_count
    if missing:
        issues.note(
            found[0],
            f"{missing:,} small areas of 2021 were left without a neighbourhood: the lookup lacks theirs.",
            field="lsoa21_name",
        )
    keep = pc.is_valid(parent)
    return [make_links(small.column("lsoa21_code").filter(keep), "lsoa21", parent.filter(keep), "msoa21")]
