"""The words that an assessment is made of."""

from __future__ import annotations

from enum import StrEnum

from goldenthread.definitions import Characteristic, load_characteristics


class Effect(StrEnum):
    """What a proposal would do to a group."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def sentence(self) -> str:
        """The effect as an answer."""
        return _EFFECTS[self]


_EFFECTS = {
    Effect.POSITIVE: "They would be better off, or treated more fairly.",
    Effect.NEGATIVE: "They would be worse off, or treated less fairly. Choose this if some gain and others lose.",
    Effect.NONE: "It would make no difference to them.",
    Effect.UNKNOWN: "We do not know yet.",
}


class DecisionOption(StrEnum):
    """What the assessment advises."""

    GO_AHEAD = "go ahead"
    ADJUST = "adjust"
    CONTINUE = "continue with reason"
    STOP = "stop"

    @property
    def sentence(self) -> str:
        """The option as advice."""
        return _OPTIONS[self]


_OPTIONS = {
    DecisionOption.GO_AHEAD: "No harm was found, and every chance to advance equality has been taken.",
    DecisionOption.ADJUST: "Change the proposal so that it does less harm or more good.",
    DecisionOption.CONTINUE: "Go on although some people would be harmed, for a reason that outweighs it.",
    DecisionOption.STOP: "It would discriminate unlawfully, or harm more than can be justified.",
}


class Outcome(StrEnum):
    """What the decision maker did. What was deferred has not been decided, and is still to come."""

    AGREED = "agreed"
    AGREED_WITH_CHANGES = "agreed with changes"
    REFUSED = "refused"
    DEFERRED = "deferred"


def protected() -> tuple[Characteristic, ...]:
    """The characteristics that the Equality Act protects: each assessment has to answer for every one of them."""
    return tuple(each for each in load_characteristics().values() if each.is_protected)


def circumstances() -> tuple[Characteristic, ...]:
    """The other characteristics of the configured list: an assessment may answer for them."""
    return tuple(each for each in load_characteristics().values() if not each.is_protected)


def name_of(slug: str) -> str:
    """The characteristic as a resident says it; the slug itself once it has left the list."""
    found = load_characteristics().get(slug)
    return found.plain_name if found else slug.replace("-", " ").capitalize()


def name_of_both(first: str, second: str) -> str:
    """One characteristic, or two where they meet: "Disability and Age"."""
    return f"{_short(first)} and {_short(second)}" if second else name_of(first)


def _short(slug: str) -> str:
    found = load_characteristics().get(slug)
    return found.name if found else slug.replace("-", " ").capitalize()
