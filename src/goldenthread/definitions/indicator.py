"""Reads ``indicators/*.yaml`` into the dataclasses of the core; refuses what is incomplete or contradicts itself."""

from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from re import fullmatch
from typing import Any, TypeVar

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Aggregation, Indicator, IntervalMethod
from goldenthread.definitions.characteristic import load_characteristics
from goldenthread.definitions.framework import load_framework
from goldenthread.definitions.reading import DefinitionError, check_keys, read_date, read_mapping, read_text, read_texts

FOLDER = Path(__file__).parent / "indicators"

Choice = TypeVar("Choice", bound=StrEnum)

#: The kinds of area a definition may name: those of goldenthread.engine.tables.AREA_KINDS, which a test compares,
#: because definitions lie below the engine and may not import it.
AREA_KINDS = frozenset(
    {"lsoa21", "lsoa11", "msoa21", "msoa11", "ward24", "locality", "district", "county", "region", "country"}
)

_TEXTS = (
    "name",
    "plain_name",
    "definition",
    "unit",
    "source",
    "measure",
    "numerator",
    "denominator",
    "method",
    "criterion_for_change",
    "plan_outcome",
)
_REQUIRED = {*_TEXTS, "polarity", "geography", "breakdowns", "aggregation", "interval", "marmot_principle", "caveats"}
_OPTIONAL = {"decimals", "multiplier", "is_headline", "aggregation_reason", "interval_reason"}


@cache
def load_indicators() -> dict[str, Indicator]:
    """Return every indicator by its slug, in the order of the files and of each file."""
    indicators: dict[str, Indicator] = {}
    measures: dict[tuple[str, str], str] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for slug, indicator in read_indicator_file(file).items():
            if slug in indicators:
                raise DefinitionError(file, f"The slug '{slug}' is already defined in another file. Choose another.")
            earlier = measures.setdefault((indicator.source, indicator.measure), slug)
            if earlier != slug:
                raise DefinitionError(file, f"'{slug}' and '{earlier}' define the same measure of the same source.")
            indicators[slug] = indicator
    return indicators


def read_indicator_file(file: Path) -> dict[str, Indicator]:
    """Return the indicators of one file by slug, or raise a DefinitionError that names it.

    A file has a ``theme``, the day it was last ``reviewed``, ``shared`` fields that hold for each of its indicators
    unless they say otherwise, and the ``indicators``.
    """
    content = read_mapping(file, {"theme", "reviewed", "indicators"}, {"shared"})
    theme = read_text(file, "the file", content, "theme")
    read_date(file, "the file", content, "reviewed")
    shared, entries = content.get("shared") or {}, content["indicators"]
    if not isinstance(shared, dict) or not isinstance(entries, dict):
        raise DefinitionError(file, "'shared' and 'indicators' should be mappings.")
    indicators = {}
    for slug, entry in entries.items():
        if not isinstance(slug, str) or not fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise DefinitionError(file, f"The slug {slug!r} should be small letters, digits and hyphens.")
        if not isinstance(entry, dict):
            raise DefinitionError(file, f"In '{slug}', there should be a mapping of fields.")
        indicators[slug] = _make_indicator(file, slug, theme, _joined(shared, entry))
    return indicators


def _joined(shared: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an indicator over the shared ones; a choice of its own does away with the shared reason."""
    outdated = {f"{choice}_reason" for choice in ("aggregation", "interval") if choice in entry}
    return {key: value for key, value in shared.items() if key not in outdated} | entry


def _make_indicator(file: Path, slug: str, theme: str, entry: dict[str, Any]) -> Indicator:
    where = f"'{slug}'"
    check_keys(file, where, entry, _REQUIRED, _OPTIONAL)
    for key in ("aggregation_reason", "interval_reason"):
        if key in entry:
            entry = {**entry, key: read_text(file, where, entry, key)}
    texts: dict[str, Any] = {key: read_text(file, where, entry, key) for key in _TEXTS}
    others: dict[str, Any] = {key: entry[key] for key in _OPTIONAL & entry.keys()}
    indicator = Indicator(
        slug=slug,
        theme=theme,
        polarity=_choice(file, where, entry, "polarity", Polarity),
        aggregation=_choice(file, where, entry, "aggregation", Aggregation),
        interval=_choice(file, where, entry, "interval", IntervalMethod),
        geography=read_texts(file, where, entry, "geography"),
        breakdowns=read_texts(file, where, entry, "breakdowns"),
        caveats=read_texts(file, where, entry, "caveats"),
        marmot_principle=entry["marmot_principle"],
        **(texts | others),
    )
    _check_types(file, where, indicator)
    _check_sense(file, where, indicator)
    return indicator


def _choice(file: Path, where: str, entry: dict[str, Any], key: str, choices: type[Choice]) -> Choice:
    try:
        return choices(entry[key])
    except ValueError:
        allowed = ", ".join(f"'{choice}'" for choice in choices)
        raise DefinitionError(file, f"In {where}, '{key}' is {entry[key]!r}; it should be one of {allowed}.") from None


def _check_types(file: Path, where: str, indicator: Indicator) -> None:
    expected: dict[str, tuple[type, ...]] = {"decimals": (int,), "multiplier": (int, float), "is_headline": (bool,)}
    for item in fields(indicator):
        value = getattr(indicator, item.name)
        types = expected.get(item.name)
        if types and (not isinstance(value, types) or (isinstance(value, bool) and bool not in types)):
            raise DefinitionError(file, f"In {where}, '{item.name}' is {value!r}, which is of the wrong kind.")


def _check_sense(file: Path, where: str, indicator: Indicator) -> None:
    """Raise where two fields of a definition contradict each other, or a name is used that nothing else knows."""
    problem = None
    known = load_characteristics()
    principles = len(load_framework("marmot").principles)
    strange_areas = sorted(set(indicator.geography) - AREA_KINDS)
    strange_groups = sorted(set(indicator.breakdowns) - known.keys())
    if not indicator.geography or strange_areas:
        problem = f"'geography' names {strange_areas or 'nothing'}; it should name kinds of area the engine knows"
    elif strange_groups:
        problem = f"'breakdowns' names {strange_groups}, which characteristics.yaml does not define"
    elif indicator.marmot_principle is not None and indicator.marmot_principle not in range(1, principles + 1):
        problem = f"'marmot_principle' is {indicator.marmot_principle!r}; it should be 1 to {principles}, or null"
    elif (indicator.aggregation is Aggregation.REFUSED) != bool(indicator.aggregation_reason):
        problem = "'aggregation_reason' belongs to a refused aggregation and to no other"
    elif (indicator.interval is IntervalMethod.NONE) != bool(indicator.interval_reason):
        problem = "'interval_reason' belongs to an indicator without an interval and to no other"
    elif indicator.interval in (IntervalMethod.WILSON, IntervalMethod.BYAR) and indicator.denominator == "none":
        problem = f"a {indicator.interval} interval needs a denominator"
    elif indicator.plain_name.endswith("."):
        problem = "'plain_name' should not end with a full stop"
    elif not 0 <= indicator.decimals <= 3:
        problem = f"'decimals' is {indicator.decimals}; it should be 0 to 3"
    elif indicator.multiplier <= 0:
        problem = f"'multiplier' is {indicator.multiplier}; it should be above 0"
    if problem:
        raise DefinitionError(file, f"In {where}, {problem}.")
