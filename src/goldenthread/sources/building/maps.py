"""The outlines of a place: those that are published, and the rest dissolved from small areas and labelled so."""

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.outlines import dissolve

#: Kinds drawn from the 2021 small areas where the publisher's outline is not there.
DISSOLVED_KINDS = ("ward24", "msoa21", "district", "county")


def outlines_of(place: pa.Table, outlines: pa.Table, links: pa.Table) -> tuple[pa.Table, dict[str, list[str]]]:
    """The outlines of the place's areas and of all districts; and the codes of those that were dissolved, by kind.

    `place` holds the place's areas. An area stays without an outline where its small areas have none either.
    """
    wanted = pc.or_(pc.is_in(outlines["code"], value_set=place["code"]), pc.equal(outlines["kind"], "district"))
    published = outlines.filter(wanted)
    small = _codes(published, "lsoa21")
    parts, dissolved = [published], {}
    for kind in DISSOLVED_KINDS:
        undrawn = sorted(_codes(place, kind) - _codes(published, kind))
        mine = links.filter(
            pc.and_(
                pc.and_(pc.equal(links["child_kind"], "lsoa21"), pc.equal(links["parent_kind"], kind)),
                pc.is_in(links["parent_code"], value_set=pa.array(undrawn, pa.string())),
            )
        )
        without = {row["parent_code"] for row in mine.to_pylist() if row["child_code"] not in small}
        possible = sorted(set(mine["parent_code"].to_pylist()) - without)
        if possible:
            parts.append(dissolve(published, mine, "lsoa21", kind, possible))
            dissolved[kind] = possible
    return pa.concat_tables(parts), dissolved


def _codes(table: pa.Table, kind: str) -> set[str]:
    return set(table.filter(pc.equal(table["kind"], kind))["code"].to_pylist())
