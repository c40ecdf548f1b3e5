"""Chapters on what goes in and what comes out: what is refused, and results as tables."""

from collections.abc import Callable
from typing import Any

from tests.spec.chapter import Chapter, Example

from goldenthread.core.statistics.checks import (
    as_numbers,
    check_counts,
    check_denominators,
    check_level,
    check_order,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.proportions import proportion
from goldenthread.core.statistics.results import as_columns, show


def sentence(check: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The sentence in which input is refused."""
    try:
        check(*given, **named)
    except ValueError as refused:
        return str(refused)
    return "taken"


INPUT = Chapter(
    slug="what-is-refused",
    title="What goes in, and what is refused",
    text="""
Every function takes numbers, lists, NumPy arrays and columns of pandas, polars and Arrow. Missing values (None, NA,
null, NaN) travel as missing and disturb nothing else. What is impossible is refused in a sentence that says which
number it was, and is never turned into a missing value in silence. These checks are what all functions share.
""",
    formula=r"z = \Phi^{-1}\left(\tfrac{1 + \text{level}}{2}\right)",
    functions=(
        as_numbers,
        check_counts,
        check_denominators,
        check_same_length,
        check_order,
        check_level,
        refuse,
        normal_quantile,
    ),
    names={"sentence": sentence},
    examples=(
        Example(
            "Missing stays missing",
            """
            count
            1
            missing
            2.5
            """,
            "as_numbers(count, 'counts')",
            """
            count
            1
            missing
            2.5
            """,
        ),
        Example(
            "Impossible numbers, and the words",
            """
            count | people | group
            3     | 10     | 1
            -1    | 0      | 2
            5     | 20     | 2
            """,
            "[sentence(check_counts, count), sentence(check_denominators, people), sentence(check_order, group, 3), "
            "sentence(check_level, 95), sentence(as_numbers, ['many'], 'counts'), "
            "sentence(check_same_length, counts=as_numbers(count, ''), people=as_numbers(people[:2], '')), "
            "sentence(refuse, [False, True], 'shares', 'is above one', [0.2, 1.4])]",
            """
            sentence
            Number 2 of the counts is negative: -1.0.
            Number 2 of the denominators is not above zero (leave it out, or mark it missing): 0.0.
            Number 3 of the groups is given twice: 2.0.
            Number 1 of the confidence levels is not between 0 and 1: 95.0.
            The counts must be numbers; number 1 is 'many'.
            The inputs differ in length: counts 3, people 2.
            Number 2 of the shares is above one: 1.4.
            """,
        ),
        Example(
            "The multiplier of a standard error, several levels at once",
            """
            level
            0.95
            0.998
            """,
            "normal_quantile(level)",
            """
            z
            1.9600
            3.0902
            """,
        ),
    ),
    when_not_to_use="Not to clean data: a refusal is the beginning of a question to whoever made the file.",
    literature=("Government Analysis Function. Guidance on communicating quality, uncertainty and change.",),
)

RESULTS = Chapter(
    slug="results-as-tables",
    title="Results to read and to keep",
    text="""
Every result prints as a table, numbers to four figures, and turns into columns of one length that pandas, polars and
Arrow take as they are: a row a place. A value with limits becomes three columns.
""",
    formula=r"\text{value} \mapsto (\text{value},\ \text{value\_lower},\ \text{value\_upper})",
    functions=(as_columns, show),
    names={"proportion": proportion},
    examples=(
        Example(
            "As columns",
            """
            count | people
            1     | 10
            5     | 10
            """,
            "tuple(as_columns(proportion(count, people)).values())",
            """
            value | lower | upper
            0.1 | 0.0179 | 0.4042
            0.5 | 0.2366 | 0.7634
            """,
        ),
        Example(
            "In print, line by line",
            """
            count | people
            1     | 10
            5     | 10
            """,
            "[line.strip() for line in show(proportion(count, people)).splitlines()]",
            """
            printed
            value    lower   upper
            0.1  0.01788  0.4042
            0.5   0.2366  0.7634
            """,
        ),
    ),
    when_not_to_use="Not the printed table for anything that goes on: four figures are for reading.",
    literature=("Apache Arrow. The Arrow PyCapsule interface; what the columns become in each library of tables.",),
)

CHAPTERS = (INPUT, RESULTS)
