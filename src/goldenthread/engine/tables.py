"""The shapes of the tables that evidence is kept in.

Every table of a snapshot has one of these schemas; :mod:`goldenthread.engine.store` refuses any other.
Text columns that repeat are plain strings: Parquet encodes them as dictionaries by itself.
"""

import pyarrow as pa

TEXT = pa.string()
NUMBER = pa.float64()

#: What a source hands over: one row per measure, area, period and group. `measure` is the source's own key;
#: percentages are 0-100; a missing value carries `status`, never a zero.
OBSERVATIONS = pa.schema(
    [
        pa.field("measure", TEXT, nullable=False),
        pa.field("area_code", TEXT, nullable=False),
        pa.field("period", TEXT, nullable=False),  # "2021", "2016 to 2020", "2023/24"
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),  # last day, inclusive
        pa.field("characteristic", TEXT, nullable=False),  # "all", "ethnicity", "sex", ...
        pa.field("group", TEXT, nullable=False),  # "All people", "Asian or Asian British", ...
        pa.field("value", NUMBER),
        pa.field("count", NUMBER),
        pa.field("denominator", NUMBER),
        pa.field("lower", NUMBER),  # the publisher's own 95% limits
        pa.field("upper", NUMBER),
        pa.field("status", TEXT),  # why there is no value: one of MISSING
    ]
)

#: Reasons a value is missing. Missing is not zero, anywhere.
MISSING = {
    "suppressed": "withheld by the publisher because it concerns few people",
    "not published": "the publisher gives no value for this area and period",
    "not applicable": "the measure does not apply to this area",
    "too few": "too few people or events for a value that can be relied on",
    "incomplete": "too many of its small areas have no value to make one from",
    "unreliable": "the publisher marks the value as unreliable",
}

#: What pages read: observations of one indicator, at every kind of area it can be given for.
VALUES = pa.schema(
    [
        pa.field("indicator", TEXT, nullable=False),  # slug of the definition
        pa.field("area_code", TEXT, nullable=False),
        pa.field("area_kind", TEXT, nullable=False),  # one of AREA_KINDS
        *[OBSERVATIONS.field(name) for name in ("period", "period_start", "period_end")],
        *[OBSERVATIONS.field(name) for name in ("characteristic", "group")],
        *[OBSERVATIONS.field(name) for name in ("value", "count", "denominator", "lower", "upper")],
        pa.field("interval_method", TEXT),  # "published", "Wilson score", "Byar", ... null when there is none
        pa.field("interval_reason", TEXT),  # a sentence, when there is none
        pa.field("missing_reason", TEXT),  # a key of MISSING, when there is no value
        pa.field("basis", TEXT, nullable=False),  # PUBLISHED, SUMMED, AVERAGED or BORROWED
        pa.field("source", TEXT, nullable=False),  # id of the source
    ]
)

#: How a value came to be: VALUES.basis.
PUBLISHED = "published"
SUMMED = "summed from small areas"
AVERAGED = "population-weighted mean of small areas"
#: Not the district's own: it is shown, but never ranked, summed or compared.
BORROWED = "the figure of the county it lies in"

AREA_KINDS = {
    "lsoa21": "small area (LSOA, 2021)",
    "lsoa11": "small area (LSOA, 2011)",
    "msoa21": "neighbourhood (MSOA, 2021)",
    "msoa11": "neighbourhood (MSOA, 2011)",
    "ward24": "ward (2024)",
    "locality": "the council's own neighbourhood",
    "district": "district, unitary or metropolitan borough",
    "county": "county",
    "region": "region",
    "country": "country",
}

#: Every area that has a value, an outline or a neighbour. An area is its code and its kind: a small area that did not
#: change between 2011 and 2021 kept its code and is listed as of both.
AREAS = pa.schema(
    [
        pa.field("code", TEXT, nullable=False),
        pa.field("name", TEXT, nullable=False),
        pa.field("kind", TEXT, nullable=False),
        pa.field("in_place", pa.bool_(), nullable=False),  # is it (part of) the place this snapshot is of
        pa.field("population", NUMBER),  # residents
        pa.field("population_year", pa.int32()),
    ]
)

#: Which area lies in which. A best-fit link places a whole small area in the ward where most of it lies.
AREA_LINKS = pa.schema(
    [
        pa.field("child_code", TEXT, nullable=False),
        pa.field("child_kind", TEXT, nullable=False),
        pa.field("parent_code", TEXT, nullable=False),
        pa.field("parent_kind", TEXT, nullable=False),
        pa.field("basis", TEXT, nullable=False),  # "exact" or "best fit"
    ]
)

#: LSOA 2011 to 2021: U unchanged, S split, M merged, X irregular.
AREA_CHANGES = pa.schema(
    [
        pa.field("old_code", TEXT, nullable=False),
        pa.field("new_code", TEXT, nullable=False),
        pa.field("change", TEXT, nullable=False),
    ]
)

#: Outlines, WGS84, GeoJSON geometry as text.
OUTLINES = pa.schema(
    [
        pa.field("code", TEXT, nullable=False),
        pa.field("kind", TEXT, nullable=False),
        pa.field("geometry", TEXT, nullable=False),
        pa.field("basis", TEXT, nullable=False),  # "published" or "dissolved from small areas (best fit)"
    ]
)

#: Residents by single year of age or age band.
POPULATION = pa.schema(
    [
        pa.field("area_code", TEXT, nullable=False),
        pa.field("area_kind", TEXT, nullable=False),
        pa.field("year", pa.int32(), nullable=False),
        pa.field("sex", TEXT, nullable=False),  # "persons", "women", "men"
        pa.field("age_from", pa.int32(), nullable=False),
        pa.field("age_to", pa.int32()),  # inclusive; null for the open top band
        pa.field("people", NUMBER, nullable=False),
    ]
)

#: The deprivation ranking that orders small areas into fifths.
DEPRIVATION = pa.schema(
    [
        pa.field("area_code", TEXT, nullable=False),
        pa.field("area_kind", TEXT, nullable=False),  # lsoa21, lsoa11, msoa11, ward24 ...
        pa.field("edition", TEXT, nullable=False),  # "IMD 2025"
        pa.field("score", NUMBER),
        pa.field("national_rank", pa.int32()),  # 1 is most deprived; null where only a score could be derived
        pa.field("national_tenth", pa.int32()),  # 1 is most deprived
        pa.field("population", NUMBER, nullable=False),
    ]
)

NEIGHBOURS = pa.schema(
    [
        pa.field("area_code", TEXT, nullable=False),
        pa.field("model", TEXT, nullable=False),  # "demographic", "economic", "global", "children"
        pa.field("position", pa.int32(), nullable=False),  # 1 is nearest
        pa.field("neighbour_code", TEXT, nullable=False),
    ]
)

POSTCODES = pa.schema(
    [
        pa.field("postcode", TEXT, nullable=False),  # without spaces, upper case
        pa.field("lsoa21", TEXT),
        pa.field("ward24", TEXT),
        pa.field("district", TEXT),
    ]
)

#: What was found wrong in a source and what was done about it.
ISSUES = pa.schema(
    [
        pa.field("source", TEXT, nullable=False),
        pa.field("file", TEXT, nullable=False),
        pa.field("line", pa.int64()),
        pa.field("field", TEXT),
        pa.field("value", TEXT),
        pa.field("what_was_done", TEXT, nullable=False),
    ]
)

#: The tables of a snapshot, by file name.
SNAPSHOT = {
    "values": VALUES,
    "areas": AREAS,
    "area_links": AREA_LINKS,
    "outlines": OUTLINES,
    "population": POPULATION,
    "deprivation": DEPRIVATION,
    "neighbours": NEIGHBOURS,
    "postcodes": POSTCODES,
    "issues": ISSUES,
}
