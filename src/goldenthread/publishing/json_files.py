"""A table as JSON, for programs: one object a row, named by the columns, a missing number null."""

import json
from collections import Counter

from goldenthread.publishing.figures import Table


def table_to_json(table: Table) -> str:
    """Return the table with its title, its columns in order and its rows.

    Raises ValueError where two columns have the same name: a row could hold only one of them.
    """
    names = [column.name for column in table.columns]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ValueError(f"The table “{table.caption}” has two columns called “{twice[0]}”.")
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    told = {"title": table.caption, "columns": names, "rows": rows, "source": table.source, "notes": list(table.notes)}
    return json.dumps(told, ensure_ascii=False, allow_nan=False)
