"""Reads outlines from GeoJSON, mends those that cross themselves, and dissolves small areas into larger ones."""

import gc
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from goldenthread.engine.tables import OUTLINES
from goldenthread.sources.reading import CODE_PATTERNS, read_bytes
from goldenthread.sources.source import IssueLog, SourceError

PUBLISHED = "published"
DISSOLVED = "dissolved from small areas (best fit)"

#: Longitudes and latitudes that the United Kingdom lies within; metres on the National Grid are far outside.
WEST, SOUTH, EAST, NORTH = -9.5, 49.0, 2.5, 61.5
#: Gaps and spikes narrower than this many degrees (about two metres) are left by drawing outlines lightly.
SLIVER = 0.00002
#: Decimal places kept in degrees: a little over a metre.
DECIMALS = 5

Shapes = np.ndarray[Any, Any]


def read_outlines(
    path: Path, kind: str, code_property: str, issues: IssueLog, *, may_be_in_parts: bool = False
) -> pa.Table:
    """The outline of each feature of a GeoJSON file (WGS84), by the code in one of its properties.

    An outline that crosses itself is mended and logged; so are parts that are joined, where an area may be in parts.
    Raises SourceError naming the feature that is wrong, counted from 1.
    """
    features = _features(path)
    codes = [_code(path, feature, number, kind, code_property) for number, feature in enumerate(features, start=1)]
    if not may_be_in_parts:
        _check_once(path, codes, code_property)
    texts = [json.dumps(feature.get("geometry"), separators=(",", ":")) for feature in features]
    shapes = _shapes(path, texts, codes)
    _check_degrees(path, shapes, codes)
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    for index in invalid:
        reason = shapely.is_valid_reason(shapes[index]).split("[")[0].lower()
        texts[index] = shapely.to_geojson(mend(shapes[index]))
        issues.note(
            path,
            f"The outline of {codes[index]} was mended; it was not a valid shape ({reason}).",
            line=int(index) + 1,
            field="geometry",
            value=codes[index],
        )
    if len(set(codes)) < len(codes):
        codes, texts = _join_parts(path, codes, texts, issues)
    return make_outlines(codes, kind, texts, PUBLISHED)


def make_outlines(codes: Sequence[str], kind: str, texts: Sequence[str], basis: str) -> pa.Table:
    """A table of outlines of one kind of area."""
    rows = len(codes)
    return pa.table(
        {
            "code": pa.array(codes, pa.string()),
            "kind": pa.repeat(kind, rows),
            "geometry": pa.array(texts, pa.string()),
            "basis": pa.repeat(basis, rows),
        },
        schema=OUTLINES,
    )


def mend(shape: Any) -> Any:
    """The valid polygons that cover what an invalid outline was meant to cover."""
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def dissolve(
    outlines: pa.Table, links: pa.Table, child_kind: str, parent_kind: str, parents: Sequence[str] | None = None
) -> pa.Table:
    """Outlines of larger areas, each the union of the small areas linked to it; labelled as dissolved.

    `parents` limits it to some areas. Raises SourceError when a small area of a wanted one has no outline.
    """
    pairs = links.filter(
        pc.and_(pc.equal(links.column("child_kind"), child_kind), pc.equal(links.column("parent_kind"), parent_kind))
    )
    if parents is not None:
        pairs = pairs.filter(pc.is_in(pairs.column("parent_code"), value_set=pa.array(list(parents), pa.string())))
    small = outlines.filter(pc.equal(outlines.column("kind"), child_kind))
    index = pc.index_in(pairs.column("child_code"), value_set=small.column("code"))
    missing = pc.index(pc.is_valid(index), False).as_py()
    if missing >= 0:
        child, parent = (pairs.column(name)[missing].as_py() for name in ("child_code", "parent_code"))
        raise SourceError("outlines", f"{child} has no outline, so {parent} cannot be drawn from its small areas.")
    wanted = small.column("geometry").take(index).to_pylist()
    shapes = shapely.from_geojson(wanted) if wanted else np.empty(0, object)
    owners = pairs.column("parent_code").to_numpy()
    codes = list(dict.fromkeys(owners.tolist()))
    texts = [shapely.to_geojson(_union(shapes[owners == owner])) for owner in codes]
    return make_outlines(codes, parent_kind, texts, DISSOLVED)


def _union(shapes: Shapes) -> Any:
    """One outline around several, without the slivers between them."""
    whole = shapely.union_all(shapely.make_valid(shapes), grid_size=10**-DECIMALS)
    closed = shapely.buffer(shapely.buffer(whole, SLIVER, join_style="mitre"), -SLIVER, join_style="mitre")
    rounded = shapely.set_precision(closed, 10**-DECIMALS)
    return rounded if not shapely.is_empty(rounded) else whole


def _features(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file."""
    content = read_bytes(path)
    is_collecting = gc.isenabled()
    gc.disable()  # millions of coordinates and no cycles: looking for garbage meanwhile takes five times as long
    try:
        parsed = json.loads(content)
    except UnicodeDecodeError:
        raise SourceError(path, "The file holds a character that is not UTF-8; download it again.") from None
    except json.JSONDecodeError as error:
        raise SourceError(
            path, f"The file is not whole JSON ({error.msg}); download it again.", row=error.lineno
        ) from None
    finally:
        if is_collecting:
            gc.enable()
    features = parsed.get("features") if isinstance(parsed, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise SourceError(path, "The file is not a GeoJSON collection of features; check that it is the right file.")
    if not features:
        raise SourceError(path, "The file has no features; download it again.")
    return features


def _code(path: Path, feature: dict[str, Any], number: int, kind: str, code_property: str) -> str:
    """The code of a feature, checked against the layout of its kind."""
    properties = feature.get("properties") or {}
    if code_property not in properties:
        shown = ", ".join(list(properties)[:6]) or "no properties"
        raise SourceError(
            path,
            f"This feature lacks its code; it has {shown}. Check that the file is of the right kind and vintage.",
            row=number,
            column=code_property,
        )
    found = str(properties[code_property])
    if re.fullmatch(CODE_PATTERNS[kind], found) is None:
        raise SourceError(
            path, f"“{found}” is not an area code of the kind expected here ({kind}).", row=number, column=code_property
        )
    return found


def _check_once(path: Path, codes: list[str], code_property: str) -> None:
    """Refuse a file in which an area is drawn twice."""
    if len(set(codes)) == len(codes):
        return
    seen: dict[str, int] = {}
    for number, found in enumerate(codes, start=1):
        if found in seen:
            raise SourceError(
                path, f"“{found}” is there twice, first as feature {seen[found]}.", row=number, column=code_property
            )
        seen[found] = number


def _join_parts(path: Path, codes: list[str], texts: list[str], issues: IssueLog) -> tuple[list[str], list[str]]:
    """Each area once, with the outlines of its parts joined."""
    parts: dict[str, list[str]] = {}
    for found, geometry in zip(codes, texts, strict=True):
        parts.setdefault(found, []).append(geometry)
    for found, geometries in parts.items():
        if len(geometries) > 1:
            parts[found] = [shapely.to_geojson(_union(shapely.from_geojson(geometries)))]
            issues.note(
                path, f"The {len(geometries)} parts of {found} were joined into one outline.", field="code", value=found
            )
    return list(parts), [geometries[0] for geometries in parts.values()]


def _shapes(path: Path, texts: list[str], codes: list[str]) -> Shapes:
    """The polygons of the features."""
    shapes: Shapes = shapely.from_geojson(texts, on_invalid="ignore")
    kinds = shapely.get_type_id(shapes)
    wrong = np.flatnonzero(~np.isin(kinds, (3, 6)) | shapely.is_empty(shapes))
    if wrong.size:
        index = int(wrong[0])
        raise SourceError(
            path,
            f"The outline of {codes[index]} is not a polygon; download the file again.",
            row=index + 1,
            column="geometry",
        )
    return shapes


def _check_degrees(path: Path, shapes: Shapes, codes: list[str]) -> None:
    """Refuse outlines that are not in degrees of longitude and latitude."""
    bounds = shapely.bounds(shapes)
    outside = (bounds[:, 0] < WEST) | (bounds[:, 1] < SOUTH) | (bounds[:, 2] > EAST) | (bounds[:, 3] > NORTH)
    wrong = np.flatnonzero(outside)
    if wrong.size:
        index = int(wrong[0])
        raise SourceError(
            path,
            f"The outline of {codes[index]} lies outside the United Kingdom: coordinates must be longitude and "
            "latitude (WGS84), so download the file in that form and not on the National Grid.",
            row=index + 1,
            column="geometry",
        )
