"""The chapter on what may be published about few people."""

from tests.spec.chapter import Chapter, Example

from goldenthread.core.disclosure.cell_key import PerturbationTable, perturb_counts
from goldenthread.core.disclosure.rounding import round_counts
from goldenthread.core.disclosure.suppression import counts_behind_rate, is_small, suppress_table

SMALL_COUNTS = Chapter(
    slug="small-counts",
    title="Small counts",
    text="""
Counts from one to four are hidden unless a council sets otherwise; a zero concerns nobody and is shown. Hiding a small
count alone is seldom enough, since a total less the other parts gives it back: so more cells are hidden, as few and as
small as will do, until nobody who sees the rest can tell a hidden small count from none or from five. Relations between
cells can be those of crossed tables, of overlapping areas or of periods. A hidden cell is missing, which is not zero.
""",
    formula=r"\min \sum c_j|y_j| \;\text{ with }\; Ay = 0,\; x + y \ge 0,\; y_i = \delta",
    functions=(is_small, suppress_table, round_counts, counts_behind_rate, perturb_counts),
    names={"table_of_noise": PerturbationTable.of},
    examples=(
        Example(
            "Which counts are small",
            """
            count
            0
            1
            4
            5
            """,
            "is_small(count)",
            """
            hidden
            False
            True
            True
            False
            """,
        ),
        Example(
            "A crossed table with totals: one small count, and three more hidden to protect it",
            """
            north | south | east
            3     | 20    | 30
            25    | 40    | 50
            35    | 60    | 70
            """,
            "tuple(suppress_table(list(zip(north, south, east))).shown.T)",
            """
            north   | south   | east | total
            missing | missing | 30   | 53
            missing | missing | 50   | 115
            35      | 60      | 70   | 165
            63      | 120     | 150  | 333
            """,
        ),
        Example(
            "Rounding to five",
            """
            count
            0
            2
            3
            7
            8
            """,
            "round_counts(count)",
            """
            rounded
            0
            0
            5
            5
            10
            """,
        ),
        Example(
            "A rate can give its count away",
            """
            rate | people
            3.3  | 91
            3.3  | 9100
            """,
            "counts_behind_rate(rate, people)",
            """
            fewest | most
            3      | 3
            296    | 304
            """,
            text="Where fewest and most are one number, the rate is hidden with the count.",
        ),
        Example(
            "Noise by cell key",
            """
            count | sum_of_keys
            1     | 4
            2     | 7
            0     | 0
            """,
            "perturb_counts(count, sum_of_keys, table_of_noise([1, 1, 2, 2], [0, 1, 0, 1], [1, -1, 0, 2]), 0).counts",
            """
            shown
            2
            4
            0
            """,
        ),
    ),
    when_not_to_use="""
Not instead of asking whether a table should be published at all; and rounding alone does not protect what can be worked
out from other published numbers.
""",
    literature=(
        "Hundepool A et al (2012). Statistical disclosure control. Wiley.",
        "Fraser B, Wooton J (2005). A proposed method for confidentialising tabular output to protect "
        "against differencing.",
    ),
)

CHAPTERS = (SMALL_COUNTS,)
