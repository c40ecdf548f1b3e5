"""goldenthread gaps CODE."""

from goldenthread.cli.options import AsJson, Code, Quantiles, StoreFolder, open_store
from goldenthread.cli.printing import as_plain, number, print_json, print_table, say, with_limits
from goldenthread.engine.questions import gap_table
from goldenthread.engine.questions.gap import Gap


def gaps(code: Code, quantiles: Quantiles = "place", store: StoreFolder = None, as_json: AsJson = False) -> None:
    """Show every indicator's gap between the most and least deprived fifth, slope index, trend and verdict."""
    snapshot = open_store(store).place(code).current()
    found = gap_table(snapshot, quantiles=quantiles)
    if as_json:
        print_json({"place": snapshot.place, "snapshot": snapshot.id, "gaps": [_plain(each) for each in found]})
        return
    known = [each for each in found if each.absolute or each.slope]
    whose = "England's" if quantiles == "national" else "the place's"
    say(f"Gaps in {snapshot.place.name}: the most against the least deprived of {whose} fifths", style="bold")
    say("A positive gap is a disadvantage of the most deprived. Strongest first (slope index in standard deviations).")
    print_table(
        "",
        ("Indicator", "Period", "Most", "Least", "Gap", "Slope index\n(95% interval)", "Verdict"),
        [_row(each) for each in known],
        right=(2, 3, 4, 5),
    )
    _print_unknown([each for each in found if not (each.absolute or each.slope)])


def _row(gap: Gap) -> tuple[str, ...]:
    most, least = (
        number(fifth.estimate.value if fifth and fifth.estimate else None, gap.decimals)
        for fifth in (gap.most_deprived, gap.least_deprived)
    )
    return (
        f"{gap.plain_name} ({gap.unit})",
        gap.period.label if gap.period else "",
        most,
        least,
        number(gap.absolute.value if gap.absolute else None, gap.decimals),
        with_limits(gap.slope.slope if gap.slope else None, gap.decimals),
        gap.verdict.direction.value,
    )


def _print_unknown(unknown: list[Gap]) -> None:
    reasons: dict[str, list[str]] = {}
    for each in unknown:
        reasons.setdefault(each.reason or each.slope_reason or "", []).append(each.indicator)
    for reason, slugs in sorted(reasons.items(), key=lambda pair: -len(pair[1])):
        counted = "1 indicator" if len(slugs) == 1 else f"{len(slugs)} indicators"
        say(f"\nNo gap for {counted}. {reason}")
        say(f"  {', '.join(slugs)}")


def _plain(gap: Gap) -> dict[str, object]:
    plain: dict[str, object] = as_plain(gap)
    slope = plain["slope"]
    if isinstance(slope, dict):
        # A number for each small area: the drawing's business, not the reader's.
        del slope["ranks"], slope["fitted"]
    return plain
