"""Chapters on single values: shares, rates, means."""

from tests.spec.chapter import Chapter, Divergence, Example

from goldenthread.core.statistics.intervals import standard_error_from_limits
from goldenthread.core.statistics.means import group_means, mean_interval
from goldenthread.core.statistics.proportions import proportion, wilson_interval
from goldenthread.core.statistics.rates import byar_interval, crude_rate, exact_poisson_interval, poisson_interval

SHARES = Chapter(
    slug="shares",
    title="Shares of people",
    text="""
A share is a count of people with a property over all who could have it. Its interval is Wilson's, which behaves well
for small numbers and for shares near none or all: it never leaves 0 to 1, and it exists when nobody has the property.
For a count of everybody (a census, a register) there is no sampling error; the interval is that of the underlying
share, as England's Fingertips shows it, and a page that shows it says so.
""",
    formula=r"\frac{2x + z^2 \mp z\sqrt{z^2 + 4x(1 - x/n)}}{2(n + z^2)}",
    functions=(proportion, wilson_interval),
    examples=(
        Example(
            "Shares with their 95% intervals",
            """
            count | people
            65    | 100
            1045  | 5000
            0     | 20
            20    | 20
            """,
            "proportion(count, people)",
            """
            value | lower  | upper
            0.65  | 0.5525 | 0.7364
            0.209 | 0.1980 | 0.2205
            0     | 0.0000 | 0.1611
            1     | 0.8389 | 1.0000
            """,
        ),
        Example(
            "Another level",
            """
            count | people
            65    | 100
            """,
            "wilson_interval(count, people, level=0.998)",
            """
            lower  | upper
            0.4955 | 0.7784
            """,
        ),
        Example(
            "What is missing stays missing",
            """
            count   | people
            missing | 100
            12      | 48
            """,
            "wilson_interval(count, people)",
            """
            lower   | upper
            missing | missing
            0.1492  | 0.3878
            """,
        ),
    ),
    when_not_to_use="""
Not for events that one person can have several of (use a rate), and not for shares from a survey with clustered or
weighted answers unless the counts are effective ones.
""",
    literature=(
        "Wilson EB (1927). Probable inference, the law of succession, and statistical inference. JASA 22: 209-212.",
    ),
)

COUNTS = Chapter(
    slug="rates",
    title="Events and crude rates",
    text="""
A rate is a number of events over the people, or person-years, they could happen to. The limits of the number of events
are Poisson: exact below ten events, Byar's approximation from there on.
""",
    formula=r"""
x\left(1 - \frac{1}{9x} - \frac{z}{3\sqrt{x}}\right)^3, \quad
(x+1)\left(1 - \frac{1}{9(x+1)} + \frac{z}{3\sqrt{x+1}}\right)^3
""",
    functions=(crude_rate, byar_interval, exact_poisson_interval, poisson_interval),
    examples=(
        Example(
            "Rates per 100 people",
            """
            events | people
            1      | 100
            5      | 100
            20     | 100
            65     | 100
            """,
            "crude_rate(events, people, multiplier=100)",
            """
            value | lower   | upper
            1     | 0.0253  | 5.5716
            5     | 1.6235  | 11.6683
            20    | 12.2114 | 30.8899
            65    | 50.1632 | 82.8491
            """,
        ),
        Example(
            "No events have an upper limit",
            """
            events
            0
            """,
            "exact_poisson_interval(events)",
            """
            lower | upper
            0     | 3.6889
            """,
        ),
        Example(
            "The one used for rates: exact below ten events, Byar's from there on",
            """
            events
            3
            12
            """,
            "poisson_interval(events)",
            """
            lower  | upper
            0.6187 | 8.7673
            6.1935 | 20.9629
            """,
        ),
        Example(
            "Byar's approximation alone",
            """
            events
            65
            1045
            """,
            "byar_interval(events)",
            """
            lower    | upper
            50.1632  | 82.8491
            982.5932 | 1110.3312
            """,
        ),
    ),
    when_not_to_use="""
Not to compare places whose people differ in age (standardise), and not for events that come in clusters, such as an
outbreak or the admissions of one person: their scatter is wider than Poisson's.
""",
    literature=(
        "Breslow NE, Day NE (1987). Statistical methods in cancer research, volume II. IARC.",
        "Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28: 437-442.",
    ),
    divergences=(
        Divergence(
            "Fewer than about two events at 99.8%: Byar's lower limit would fall below zero and is missing, as in "
            "PHEindicatormethods. Rates use the exact limits there, so none is ever shown.",
            "tests/published/oracles/test_values.py::test_byar_limits_and_where_byar_breaks_down",
        ),
    ),
)

MEANS = Chapter(
    slug="means",
    title="Means of measurements",
    text="The mean of measurements of people or places, with Student's t interval.",
    formula=r"\bar x \pm t_{n-1}\, s/\sqrt{n}",
    functions=(group_means, mean_interval, standard_error_from_limits),
    examples=(
        Example(
            "Means by group",
            """
            value | group
            1     | a
            2     | a
            3     | a
            10    | b
            14    | b
            """,
            "group_means(value, group).mean",
            """
            value | lower    | upper
            2     | -0.4841  | 4.4841
            12    | -13.4124 | 37.4124
            """,
        ),
        Example(
            "From a published mean and standard deviation",
            """
            mean | deviation | people
            170  | 9         | 36
            """,
            "mean_interval(mean, deviation, people)",
            """
            lower  | upper
            166.95 | 173.05
            """,
        ),
        Example(
            "The standard error behind a published interval",
            """
            lower | upper
            76.04 | 79.96
            """,
            "standard_error_from_limits(lower, upper)",
            """
            standard_error
            1.0000
            """,
        ),
    ),
    when_not_to_use="""
Not for strongly skewed measurements in small numbers (income, waiting times): say the median, or take logarithms.
""",
    literature=("Student (1908). The probable error of a mean. Biometrika 6: 1-25.",),
)

CHAPTERS = (SHARES, COUNTS, MEANS)
