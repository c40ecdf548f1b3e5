"""goldenthread indicator show SLUG."""

from typing import Annotated

import typer

from goldenthread.cli.options import AsJson, StoreFolder, open_store
from goldenthread.cli.printing import print_json, print_table, say, with_limits
from goldenthread.core.indicators import Aggregation, Indicator
from goldenthread.definitions import load_indicators
from goldenthread.engine.errors import QuestionError
from goldenthread.engine.questions import provenance, value_series
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The indicator's slug, from `goldenthread indicator list`.")]
Place = Annotated[str, typer.Option("--place", metavar="CODE", help="Also show its values for this place.")]


def show(slug: Slug, place: Place = "", store: StoreFolder = None, as_json: AsJson = False) -> None:
    """Show an indicator's definition and, with --place, its values and where they come from."""
    snapshot = open_store(store).place(place).current() if place else None
    definition = snapshot.definition(slug) if snapshot else _defined(slug)
    if as_json:
        content: dict[str, object] = {"definition": definition}
        if snapshot:
            content |= {"provenance": provenance(snapshot, slug), "values": value_series(snapshot, slug)}
        print_json(content)
        return
    _print(definition)
    if snapshot:
        _print_values(snapshot, definition)


def _defined(slug: str) -> Indicator:
    found = load_indicators().get(slug)
    if found is None:
        raise QuestionError(f"There is no indicator “{slug}”. `goldenthread indicator list` names those there are.")
    return found


def _print(definition: Indicator) -> None:
    say(definition.plain_name, style="bold")
    facts = [
        ("Official name", definition.name),
        ("Definition", definition.definition),
        ("Unit", f"{definition.unit} ({definition.polarity})"),
        ("Numerator", definition.numerator),
        ("Denominator", definition.denominator),
        ("Source", definition.source),
        ("Method", definition.method),
        ("Published for", ", ".join(AREA_KINDS[kind] for kind in definition.geography)),
        ("By group", ", ".join(definition.breakdowns) or "not given"),
        ("Interval", definition.interval_reason or definition.interval.value),
        ("Larger areas", _aggregation(definition)),
        ("A change counts when", definition.criterion_for_change),
        ("Plan outcome", definition.plan_outcome),
        *(("Caveat", caveat) for caveat in definition.caveats),
    ]
    print_table("", ("", ""), facts)


def _aggregation(definition: Indicator) -> str:
    if definition.aggregation is Aggregation.REFUSED:
        return definition.aggregation_reason
    return definition.aggregation.value


def _print_values(snapshot: Snapshot, definition: Indicator) -> None:
    series = value_series(snapshot, definition.slug)
    if not series:
        say(f"\n{snapshot.place.name} as a whole has no value for it.")
    else:
        rows = [
            (each.period.label, with_limits(each.estimate, definition.decimals), each.missing_reason or each.basis)
            for each in series
        ]
        title = f"\n{snapshot.place.name}, with 95% intervals where they are known"
        print_table(title, ("Period", "Value", "How it is known"), rows, right=(1,))
    kinds = provenance(snapshot, definition.slug).kinds
    counted = [(AREA_KINDS[each.area_kind], each.basis, str(each.values), str(each.missing)) for each in kinds]
    print_table("\nWhere there are values", ("Kind of area", "How", "Values", "Missing"), counted, right=(2, 3))
