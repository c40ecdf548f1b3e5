"""Findings as sentences: what the publishing room's wording is told of each answer."""

from collections.abc import Sequence

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.gap import Gap
from goldenthread.engine.questions.rank import Rank
from goldenthread.publishing import wording
from goldenthread.publishing.numbers import format_number, ordinal


def gap_sentence(gap: Gap, place: str) -> str:
    """Return the gap between the two ends in a sentence; why there is none, where there is none."""
    most, least = gap.most_deprived, gap.least_deprived
    if gap.absolute is None or most is None or least is None or most.estimate is None or least.estimate is None:
        return gap.reason or "There is no gap to show."
    national = gap.quantiles == "national"
    return wording.gap_sentence(
        wording.GapFinding(
            plain_name=gap.plain_name,
            place=place,
            unit=gap.unit,
            polarity=gap.polarity,
            most_deprived=most.estimate,
            least_deprived=least.estimate,
            difference=in_measures_direction(gap.absolute, gap.polarity),
            decimals=gap.decimals,
            most_words="the parts that are among the country's most deprived fifth"
            if national
            else "the most deprived fifth",
            least_words="the parts among its least deprived fifth" if national else "the least deprived fifth",
        )
    )


def in_measures_direction(absolute: Estimate, polarity: Polarity) -> Estimate:
    """Return a gap, signed to the disadvantage of the most deprived, as most deprived minus least deprived."""
    if polarity is not Polarity.HIGHER_IS_BETTER:
        return absolute
    limits = absolute.limits
    turned = Limits(-limits.upper, -limits.lower, limits.level) if limits else None
    return Estimate(-absolute.value, turned, method=absolute.method, reason=absolute.reason)


def verdict_sentence(gap: Gap) -> str:
    """Return whether the gap narrows, between which periods."""
    periods = gap.verdict.periods_used
    first, last = (periods[0], periods[-1]) if periods else ("", "")
    return wording.verdict_sentence(gap.verdict.direction.value, first_period=first, last_period=last)


def change_sentence(definition: Indicator, series: Sequence[AreaValue], place: str) -> str:
    """Return the first and the latest value, and whether they are clearly apart (their intervals do not meet)."""
    known = [each for each in series if each.estimate]
    first, last = known[0], known[-1]
    unit, decimals = definition.unit, definition.decimals
    start, end = (format_number(each.value, unit, decimals) for each in (first, last))
    values = f"{start} in {first.period.label}, {end} in {last.period.label}"
    apart = _apart(first.estimate, last.estimate)
    if apart is None:
        return f"{place}: {values}"
    if not apart:
        return f"{place}: no clear change, from {values}"
    return f"{place}: {'up' if (last.value or 0) > (first.value or 0) else 'down'} from {values}"


def _apart(first: Estimate | None, last: Estimate | None) -> bool | None:
    if first is None or last is None or first.limits is None or last.limits is None:
        return None
    return first.limits.upper < last.limits.lower or last.limits.upper < first.limits.lower


def rank_sentence(rank: Rank | None, place: str) -> str:
    """Return the rank in words, with how far its interval reaches; "" where there is none."""
    if rank is None:
        return ""
    among = "councils most like it, itself included" if rank.among == "neighbours" else "councils"
    worst = "the worst" if rank.counted_from == "the worst" else "the highest"
    sentence = wording.rank_sentence(place, rank.position, rank.of, first_means=worst, among=among)
    reached = rank.interval_positions
    if reached and reached[0] != reached[1]:
        sentence += f" Its interval reaches from {ordinal(reached[0])} to {ordinal(reached[1])}."
    return sentence


def value_sentence(definition: Indicator, value: AreaValue | None, place: str) -> str:
    """Return the latest value with its interval; why there is none, where there is none."""
    if value is None:
        return f"There is no figure for {place} itself."
    if value.estimate is None:
        return f"There is no figure for {place} for {value.period.label}: {value.missing_reason}."
    return wording.estimate_sentence(
        definition.plain_name, place, value.estimate, definition.unit, definition.decimals, value.period.label
    )
