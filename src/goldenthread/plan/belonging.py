"""What belongs to a few rows, read only where there is any: most actions have little of all they could have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, ManyToManyField, Model, Prefetch, QuerySet, prefetch_related_objects

FEW = 20
"""Rows of which it is asked first what belongs to any of them."""


def read_belonging(rows: Sequence[Model], parts: Mapping[str, QuerySet[Any] | None]) -> None:
    """Give each row of one model, as `read_` and the name, the list of what belongs to it under each of the names.

    One query asks which of the parts there are for any of the rows, and one each reads those; for more than
    `FEW` rows all are read, since some are sure to be there. A part's QuerySet says which of its rows are wanted, in
    which order and with what; None takes them as they are.
    """
    if not rows:
        return
    model = type(rows[0])
    for row in rows:  # what was read before may have changed, and Django would keep it
        for name in parts:
            row.__dict__.pop(f"read_{name}", None)
    wanted = list(parts)
    if len(rows) <= FEW:
        asked = [Exists(_belonging(model, name, rows)) for name in parts]
        there = model._base_manager.filter(pk=rows[0].pk).values_list(*asked).get()
        wanted = [name for name, is_there in zip(parts, there, strict=True) if is_there]
    prefetch_related_objects(rows, *(Prefetch(name, parts[name], to_attr=f"read_{name}") for name in wanted))
    for row in rows:
        row.__dict__.update({f"read_{name}": [] for name in parts if name not in wanted})


def _belonging(model: type[Model], name: str, rows: Sequence[Model]) -> QuerySet[Any]:
    """The rows that tie parts of this name to these rows, without what the parts themselves are."""
    relation: Any = model._meta.get_field(name)
    tied: type[Model]
    if isinstance(relation, ManyToManyField):
        tied, key = relation.remote_field.through, relation.m2m_field_name()  # type: ignore[assignment]  # never None
    elif isinstance(relation.field, ManyToManyField):  # seen from its other end
        tied, key = relation.field.remote_field.through, relation.field.m2m_reverse_field_name()  # type: ignore[assignment]
    else:
        tied, key = relation.related_model, relation.field.name
    return tied._base_manager.filter(**{f"{key}__in": [row.pk for row in rows]})
