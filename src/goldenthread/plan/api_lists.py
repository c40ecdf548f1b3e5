"""Which part of a list an answer of the read API holds, and which of a document's values a schema takes."""

from __future__ import annotations

from typing import Any

from ninja import Schema

MOST_AT_ONCE = 200


class Page(Schema):
    """Which part of a list is wanted."""

    limit: int = MOST_AT_ONCE
    offset: int = 0

    def of(self, items: Any) -> Any:
        """That part of a QuerySet."""
        first = max(self.offset, 0)
        return items[first : first + min(max(self.limit, 1), MOST_AT_ONCE)]


def fields_of(schema: type[Schema], document: Any) -> dict[str, Any]:
    """Those of the document's values that the schema names."""
    return {name: getattr(document, name) for name in schema.model_fields if hasattr(document, name)}
