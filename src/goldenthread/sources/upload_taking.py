"""Takes a checked upload into a place's evidence: as a new snapshot now, and again at every later build."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.indicators import Indicator
from goldenthread.engine.store import PlaceStore, Snapshot
from goldenthread.engine.tables import SNAPSHOT, VALUES
from goldenthread.sources.building.hierarchy import FloatArray, Hierarchy, make_hierarchy
from goldenthread.sources.building.rolling_up import roll_up
from goldenthread.sources.building.values import make_table, read_rows
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_checks import check_upload
from goldenthread.sources.upload_definitions import Upload, UploadDefinition, keep_upload, kept_uploads, make_upload
from goldenthread.sources.upload_files import UploadedTable
from goldenthread.sources.uploads import ColumnMapping, KnownAreas, UploadCheck

#: The folder of a place's uploads, beside its snapshots.
FOLDER = "uploads"


def uploads_of(place: PlaceStore) -> list[Upload]:
    """The uploads taken for a place, by name."""
    return kept_uploads(place.directory / FOLDER)


def try_upload(
    table: UploadedTable,
    mapping: ColumnMapping,
    areas: KnownAreas,
    definition: UploadDefinition,
    *,
    is_proportion: bool | None = None,
    leave_out_unmatched: bool = False,
) -> UploadCheck:
    """What taking a table for what it is said to be would do, or everything that stands in the way: a dry run."""
    return check_upload(
        table,
        mapping,
        areas,
        measure=definition.source_id,
        unit=definition.unit,
        multiplier=definition.multiplier,
        is_proportion=is_proportion,
        leave_out_unmatched=leave_out_unmatched,
    )


def prepare_upload(
    snapshot: Snapshot, check: UploadCheck, mapping: ColumnMapping, definition: UploadDefinition
) -> Upload:
    """The checked upload with its indicator, which may replace an upload of its own name and no other indicator."""
    others = [slug for slug, each in snapshot.definitions.items() if each.source != definition.source_id]
    return make_upload(check, mapping, definition, others)


def take_upload(place: PlaceStore, upload: Upload, *, retrieved: date) -> Snapshot:
    """Add an upload to the place's current evidence (or replace one of the same name) and keep it for later builds.

    All or nothing: the upload is kept only once the snapshot with it is written.
    """
    current = place.current()
    tables = {name: current.table(name) for name in SNAPSHOT}
    slug = upload.indicator.slug
    earlier = current.definitions.get(slug)
    if earlier is not None and earlier.source != upload.source.id:
        raise SourceError(
            upload.source.files[0], f"There is an indicator “{earlier.plain_name}” already; choose another plain name."
        )
    values = tables["values"].filter(pc.not_equal(tables["values"]["indicator"], slug))
    fresh = upload_values(upload, tables["areas"], tables["area_links"])
    tables["values"] = pa.concat_tables([values, fresh])
    sources = [entry for entry in current.manifest if entry["source"] != upload.source.id]
    definitions: Mapping[str, Indicator] = {**current.definitions, slug: upload.indicator}
    snapshot = place.write(tables, [*sources, manifest_of(upload, retrieved)], definitions)
    keep_upload(place.directory / FOLDER, upload)
    return snapshot


def take_back(place: PlaceStore, upload: Upload, *, snapshot_id: str, earlier: Upload | None) -> None:
    """Make an earlier snapshot the current one again, and keep what was kept of that name then, if anything was."""
    if place.current_id() != snapshot_id:
        place.make_current(snapshot_id)
    if earlier is not None:
        keep_upload(place.directory / FOLDER, earlier)
    else:
        (place.directory / FOLDER / f"{upload.source.id}.parquet").unlink(missing_ok=True)


def upload_values(upload: Upload, areas: pa.Table, links: pa.Table) -> pa.Table:
    """The values of an upload: as given, and summed for the place's larger areas where its counts allow that."""
    hierarchy = make_hierarchy(areas, links)
    population = areas["population"].to_numpy(zero_copy_only=False).astype(np.float64)
    inside = areas["in_place"].to_numpy(zero_copy_only=False)
    return values_within(upload, hierarchy, population, inside)


def values_within(upload: Upload, hierarchy: Hierarchy, population: FloatArray, inside: Any) -> pa.Table:
    """The values of an upload on a ladder of areas; larger areas that reach beyond the place are given none."""
    rows = read_rows(upload.indicator, upload.observations, hierarchy, upload.source.geography)
    rolled, _ = roll_up(rows, hierarchy, population)
    parts = [VALUES.empty_table(), make_table(rows, hierarchy).cast(VALUES)]
    for each in rolled:
        wanted = each.chosen(inside[each.areas])
        if len(wanted.areas):
            parts.append(make_table(wanted, hierarchy).cast(VALUES))
    return pa.concat_tables(parts)


def manifest_of(upload: Upload, retrieved: date) -> dict[str, Any]:
    """What is recorded of an upload; its checksum is that of the observations taken from the file."""
    source = upload.source
    written = pa.BufferOutputStream()
    with pa.ipc.new_stream(written, upload.observations.schema) as stream:
        stream.write_table(upload.observations.combine_chunks())
    return {
        "source": source.id,
        "name": source.name,
        "publisher": source.publisher,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "address": source.address,
        "vintage": source.vintage,
        "retrieved": retrieved.isoformat(),
        "file": ", ".join(source.files),
        "sha256": hashlib.sha256(written.getvalue()).hexdigest(),
        "rows": upload.observations.num_rows,
    }
