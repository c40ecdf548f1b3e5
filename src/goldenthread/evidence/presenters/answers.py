"""The evidence as the read API gives it: plain values, with nothing rounded and every reason kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from goldenthread.core.estimates import Estimate
from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_profile import AreaProfile
from goldenthread.engine.questions.area_values import AreaValue, Period
from goldenthread.engine.questions.areas import Area
from goldenthread.engine.questions.gap import Gap
from goldenthread.engine.questions.place_summary import PlaceSummary
from goldenthread.engine.questions.provenance import Provenance


def make_place(summary: PlaceSummary) -> dict[str, Any]:
    """Return the place at a glance."""
    names = (
        *("code", "name", "kind", "region", "population", "population_year", "areas", "indicators"),
        *("indicators_without_values", "snapshot", "retrieved"),
    )
    return {name: getattr(summary, name) for name in names}


def make_estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    """Return a number with its interval or the reason for none; None where there is no number."""
    if estimate is None:
        return None
    limits = estimate.limits
    return {
        "value": estimate.value,
        "lower": limits.lower if limits else None,
        "upper": limits.upper if limits else None,
        "method": estimate.method or "",
        "no_interval": estimate.reason or "",
    }


def make_period(period: Period | None) -> dict[str, Any] | None:
    """Return a period with its first and last day."""
    return {"label": period.label, "start": period.start, "end": period.end} if period else None


def make_value(value: AreaValue) -> dict[str, Any]:
    """Return one value with everything needed to say how it is known."""
    names = (
        *("indicator", "area_code", "area_name", "area_kind", "in_place", "characteristic", "group"),
        *("count", "denominator", "basis", "source"),
    )
    return {
        **{name: getattr(value, name) for name in names},
        "period": make_period(value.period),
        "estimate": make_estimate(value.estimate),
        "missing": value.missing_reason or "",
    }


def make_indicator(definition: Indicator, latest: AreaValue | None, kinds: Sequence[str]) -> dict[str, Any]:
    """Return one indicator as a list shows it."""
    names = ("slug", "name", "plain_name", "theme", "unit", "is_headline", "source", "marmot_principle")
    return {
        **{name: getattr(definition, name) for name in names},
        "polarity": definition.polarity.value,
        "area_kinds": list(kinds),
        "latest": make_value(latest) if latest else None,
    }


def make_indicator_detail(provenance: Provenance, latest: AreaValue | None, kinds: Sequence[str]) -> dict[str, Any]:
    """Return one indicator with its definition and how its values came to be."""
    definition = provenance.definition
    names = (
        *("definition", "numerator", "denominator", "method", "interval_reason", "aggregation_reason"),
        *("criterion_for_change", "plan_outcome", "breakdowns", "caveats"),
    )
    return {
        **make_indicator(definition, latest, kinds),
        **{name: getattr(definition, name) for name in names},
        "interval": definition.interval.value,
        "aggregation": definition.aggregation.value,
        "values_by_kind": [asdict(kind) for kind in provenance.kinds],
        "snapshot": provenance.snapshot,
    }


def make_gap(gap: Gap) -> dict[str, Any]:
    """Return one gap with both ends, both indices, the verdict and the reason where there is none."""
    most, least, slope = gap.most_deprived, gap.least_deprived, gap.slope
    return {
        "indicator": gap.indicator,
        "plain_name": gap.plain_name,
        "unit": gap.unit,
        "polarity": gap.polarity.value,
        "fifths": gap.quantiles,
        "period": make_period(gap.period),
        "ranking": gap.fifths.ranking,
        "most_deprived": make_estimate(most.estimate if most else None),
        "least_deprived": make_estimate(least.estimate if least else None),
        "absolute": make_estimate(gap.absolute),
        "relative": make_estimate(gap.relative),
        "slope_index": make_estimate(slope.slope if slope else None),
        "relative_index": make_estimate(slope.relative_ratio if slope else None),
        "people": gap.people,
        "verdict": {"direction": gap.verdict.direction.value, "why": gap.verdict.why, "how": gap.verdict.how},
        "reason": gap.reason or "",
        "notes": list(gap.notes),
    }


def make_area(area: Area) -> dict[str, Any]:
    """Return one area."""
    return asdict(area)


def make_area_detail(profile: AreaProfile) -> dict[str, Any]:
    """Return one area with those around it and its latest figures."""
    return {
        **make_area(profile.area),
        "lies_in": [{**make_area(area), "basis": basis} for area, basis in profile.lies_in],
        "holds": [{**make_area(area), "basis": basis} for area, basis in profile.holds],
        "deprivation": [asdict(each) for each in profile.deprivation],
        "figures": [
            {
                "value": make_value(line.value),
                "against_place": line.against_place.value,
                "against_country": line.against_england.value,
            }
            for line in profile.lines
        ],
    }


def make_sources(
    manifest: Sequence[Mapping[str, Any]], definitions: Iterable[Indicator], issues: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return every source with its files, in order of its id."""
    noted: dict[str, int] = {}
    for issue in issues:
        noted[issue["source"]] = noted.get(issue["source"], 0) + 1
    made: dict[str, list[str]] = {}
    for each in definitions:
        made.setdefault(each.source, []).append(each.slug)
    found: dict[str, dict[str, Any]] = {}
    for entry in manifest:
        source = str(entry["source"])
        first = {name: str(entry[name]) for name in ("name", "publisher", "licence", "address")}
        line = found.setdefault(
            source,
            {"id": source, **first, "files": [], "indicators": made.get(source, []), "issues": noted.get(source, 0)},
        )
        line["files"].append(
            {
                "file": str(entry.get("file", "")),
                "rows": int(entry["rows"]),
                **{name: str(entry[name]) for name in ("vintage", "retrieved", "sha256")},
            }
        )
    return [found[source] for source in sorted(found)]
