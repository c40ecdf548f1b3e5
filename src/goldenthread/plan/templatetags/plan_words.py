"""What the plan's staff pages say of a row that keeps it in fewer words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import template

from goldenthread.plan.form_fields import write_number
from goldenthread.plan.kinds import CouncilRole
from goldenthread.plan.places import names_of

register = template.Library()


@register.filter
def place_names(codes: Iterable[str]) -> str:
    """The names of the areas with these codes."""
    return "; ".join(names_of(codes).values())


@register.filter
def place_called(places: Iterable[Mapping[str, str]], code: str) -> str:
    """What a measure's list of places calls the one with this code."""
    return next((place["name"] for place in places if place["code"] == code), code)


@register.filter
def role_sentence(role: str) -> str:
    """What the council's part in an action means."""
    return CouncilRole(role).sentence


@register.filter
def plainly(number: Decimal | None) -> str:
    """The number without the noughts that the database keeps behind it."""
    return write_number(number)
