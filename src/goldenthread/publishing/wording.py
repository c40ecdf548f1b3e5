"""A finding as a plain sentence: never more than its interval allows."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.publishing.numbers import (
    format_difference,
    format_interval,
    format_number,
    format_plain,
    number_in_words,
    ordinal,
    share_in_words,
)


@dataclass(frozen=True, slots=True)
class GapFinding:
    """What is known of a gap between the two ends of a place."""

    plain_name: str  # "Babies born early"
    place: str
    unit: str
    polarity: Polarity
    most_deprived: Estimate
    least_deprived: Estimate
    difference: Estimate  # most deprived minus least deprived, in the measure's own direction
    decimals: int = 1
    most_words: str = "the most deprived fifth"
    least_words: str = "the least deprived fifth"


def is_clear(difference: Estimate) -> bool | None:
    """Return whether a difference is told from none by its interval; None where it has no interval."""
    if difference.limits is None:
        return None
    return not difference.limits.contains(0.0)


def gap_sentence(finding: GapFinding) -> str:
    """Return the gap: both values, its size and interval — or that we cannot tell there is one."""
    most = format_number(finding.most_deprived.value, finding.unit, finding.decimals)
    least = format_number(finding.least_deprived.value, finding.unit, finding.decimals)
    start = (
        f"{finding.plain_name}: {most} in {finding.most_words} of {finding.place}, {least} in {finding.least_words}."
    )
    size = format_difference(finding.difference.value, finding.unit, finding.decimals)
    clear = is_clear(finding.difference)
    if clear is None:
        return f"{start} The two differ by {size}; there is no interval, so we cannot say how sure that is."
    between = _between(finding.difference, finding.unit, finding.decimals)
    if not clear:
        return f"{start} We cannot tell whether the two differ: the difference may lie anywhere {between}."
    if round(abs(finding.difference.value), finding.decimals) == 0:
        return f"{start} The difference is clear but smaller than we can print."
    comparison = _comparison(finding)
    return f"{start} That is {size} {comparison}; the true difference is likely to lie {between}."


def _comparison(finding: GapFinding) -> str:
    """Return the direction in words, and in plain judgement where the measure has one."""
    is_higher = finding.difference.value > 0
    word = "higher" if is_higher else "lower"
    if finding.polarity is Polarity.NEITHER:
        return f"{word} in {finding.most_words}"
    is_worse = is_higher == (finding.polarity is Polarity.LOWER_IS_BETTER)
    return f"{word}, which is {'worse' if is_worse else 'better'}, in {finding.most_words}"


def _between(difference: Estimate, unit: str, decimals: int) -> str:
    """Return the interval of a difference; across zero both directions are named."""
    limits = difference.limits
    if limits is None:
        raise ValueError("A difference without an interval cannot be said to lie between two numbers.")
    if limits.lower < 0 < limits.upper:
        lower, upper = (format_difference(end, unit, decimals) for end in (limits.lower, limits.upper))
        return f"between {lower} lower and {upper} higher"
    small, large = sorted((abs(limits.lower), abs(limits.upper)))
    lower = format_plain(small, decimals)
    if unit.startswith("£"):
        lower = f"£{lower}"
    return f"between {lower} and {format_difference(large, unit, decimals)}"


def estimate_sentence(plain_name: str, place: str, estimate: Estimate, unit: str, decimals: int, period: str) -> str:
    """Return a value with its interval: "Adults who smoke: 13.1% in Alderbrook in 2023 (likely 11.9% to 14.4%)."."""
    value = format_number(estimate.value, unit, decimals)
    sentence = f"{plain_name}: {value} in {place}, {period}"
    if estimate.limits is None:
        return f"{sentence}. {_as_sentence(estimate.reason or 'There is no interval')}"
    return f"{sentence}; the true value is likely to lie between {_ends(estimate, unit, decimals)}."


def _ends(estimate: Estimate, unit: str, decimals: int) -> str:
    if estimate.limits is None:
        raise ValueError("An estimate without an interval has no ends to name.")
    return format_interval(estimate.limits, unit, decimals).replace(" to ", " and ", 1)


def _as_sentence(words: str) -> str:
    words = words.strip()
    return words[0].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def share_sentence(who: str, estimate: Estimate, place: str) -> str:
    """Return a percentage as people: "About 1 in 5 children in Alderbrook (20.3%)", exact figure beside it."""
    words = share_in_words(estimate.value)
    exact = format_number(estimate.value, "%", 1)
    return f"{words[0].upper()}{words[1:]} {who} in {place} ({exact})"


def comparison_sentence(ours: Estimate, theirs: Estimate, *, name: str, place: str, unit: str, decimals: int) -> str:
    """Return how a place compares: higher or lower only where the two intervals do not meet."""
    our_value, their_value = format_number(ours.value, unit, decimals), format_number(theirs.value, unit, decimals)
    start = f"{place}: {our_value}. {name}: {their_value}."
    if ours.limits is None:
        return f"{start} Without an interval we cannot say whether they truly differ."
    low = theirs.limits.lower if theirs.limits else theirs.value
    high = theirs.limits.upper if theirs.limits else theirs.value
    if ours.limits.lower > high:
        return f"{start} {place} is clearly higher."
    if ours.limits.upper < low:
        return f"{start} {place} is clearly lower."
    return f"{start} There is no clear difference."


#: What each direction of a gap (goldenthread.core.statistics.trends.Direction) is called in a sentence.
_DIRECTIONS = {
    "narrowing": "The gap is getting smaller",
    "widening": "The gap is getting wider",
    "no clear change": "There has been no clear change in the gap",
    "cannot tell": "We cannot tell whether the gap is changing",
}


def verdict_sentence(direction: str, *, first_period: str = "", last_period: str = "", why: str = "") -> str:
    """Return the verdict on a gap over time, with its periods and its reason."""
    if direction not in _DIRECTIONS:
        raise ValueError(f"“{direction}” is not a verdict; it is one of {', '.join(_DIRECTIONS)}.")
    sentence = _DIRECTIONS[direction]
    if first_period and last_period and first_period != last_period:
        sentence += f" between {first_period} and {last_period}"
    if why:
        return f"{sentence}. {_as_sentence(why)}"
    return f"{sentence}."


def rank_sentence(place: str, rank: int, of: int, *, first_means: str, among: str) -> str:
    """Return a rank in words: "Stockport is 158th of 296 districts, where 1st is the most deprived."."""
    if not 1 <= rank <= of:
        raise ValueError(f"A rank lies between 1 and {of}; got {rank}.")
    return f"{place} is {ordinal(rank)} of {format_plain(of)} {among}, where 1st is {first_means}."


def people_sentence(people: float, doing: str) -> str:
    """Return a number of people rounded so that no false precision is claimed: "About 340 people …"."""
    if people < 0:
        raise ValueError(f"A number of people is not below zero; got {people}.")
    if people <= 10:
        whole = round(people)
        words = "no one" if whole == 0 else f"{number_in_words(whole)} {'person' if whole == 1 else 'people'}"
        return f"About {words} {doing}." if whole else f"No one {doing}."
    digits = 10 if people < 1000 else 100 if people < 10_000 else 1000
    return f"About {format_plain(round(people / digits) * digits)} people {doing}."


def count_sentence(part: int, whole: int, what: str) -> str:
    """Return "ten of 17 promises kept" with its first letter raised."""
    words = f"{number_in_words(part)} of {format_plain(whole)} {what}"
    return words[0].upper() + words[1:] + "."
