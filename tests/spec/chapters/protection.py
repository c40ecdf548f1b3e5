"""The chapter on what may be published about few people."""

import numpy as np
from scipy.sparse import csr_array
from tests.spec.chapter import Chapter, Example

from goldenthread.core.disclosure.cell_key import PerturbationTable, perturb_counts
from goldenthread.core.disclosure.linked import suppress_linked
from goldenthread.core.disclosure.rounding import round_counts
from goldenthread.core.disclosure.suppression import (
    attack,
    attack_tables,
    counts_behind_rate,
    is_small,
    suppress,
    suppress_table,
    suppress_tables,
    table_relations,
    with_totals,
)

SMALL_COUNTS = Chapter(
    slug="small-counts",
    title="Small counts",
    text="""
Counts from one to four are hidden unless a council sets otherwise; a zero concerns nobody and is shown. Hiding a small
count alone is seldom enough, since a total less the other parts gives it back: so more cells are hidden, as few and as
small as will do, until nobody who sees the rest can tell a hidden small count from none or from five. Relations between
cells can be those of crossed tables, of overlapping areas or of periods. Tables of the same people, by sex and by
disability say, share their totals: what one hides another may show, so protect them together.
A hidden cell is missing, which is not zero.
""",
    formula=r"\min \sum c_j|y_j| \;\text{ with }\; Ay = 0,\; x + y \ge 0,\; y_i = \delta",
    functions=(
        is_small,
        suppress_table,
        suppress_tables,
        suppress_linked,
        round_counts,
        counts_behind_rate,
        perturb_counts,
    ),
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
            "Many tables in one call: two wards, three kinds each",
            """
            walking | cycling | driving
            3       | 20      | 30
            25      | 40      | 50
            """,
            "tuple(suppress_tables(list(zip(walking, cycling, driving))).shown.T)",
            """
            walking | cycling | driving | total
            missing | missing | 30 | 53
            25 | 40 | 50 | 115
            """,
        ),
        Example(
            "The same staff by sex and by disability, in two grades: what is shown of the first table",
            """
            women | men | disabled | not_disabled
            2     | 40  | 10       | 32
            30    | 50  | 20       | 60
            """,
            "tuple(suppress_linked([[women, men], [disabled, not_disabled]])[0].shown.T)",
            """
            lower   | upper   | both
            missing | missing | 32
            missing | missing | 90
            42      | 80      | 122
            """,
            text="The second table shows 42 and 80 whatever the first does: hiding them there is no help.",
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

RELATIONS = Chapter(
    slug="relations-between-cells",
    title="Relations between cells, and an attack on them",
    text="""
Totals are not the only way cells give each other away. A ward of two small areas and a catchment of the same two and a
third differ by the third; so do counts of two periods that overlap. Each such tie is a *relation*: a row of 1, -1 and 0
whose product with the cells is zero. Give all that a reader can know, and the cells to hide follow. Before a table is
published, attack it: linear programmes say how closely a reader could bound each hidden cell. One
programme attacks a cell of each table at once, so that thousands of tables are attacked in seconds.
""",
    formula=r"\min_x \pm x_i \;\text{ with }\; Ax = 0,\; x \ge 0,\; x_j \text{ as shown}",
    functions=(suppress, attack, attack_tables, table_relations, with_totals),
    names={"csr": csr_array, "array": np.array, "is_small": is_small, "suppress_tables": suppress_tables},
    examples=(
        Example(
            "A ward of a + b and a catchment of a + b + c: c alone is small",
            """
            cell      | count | ward | catchment
            a         | 40    | 1    | 1
            b         | 30    | 1    | 1
            c         | 3     | 0    | 1
            ward      | 70    | -1   | 0
            catchment | 73    | 0    | -1
            """,
            "suppress(count, csr([ward, catchment]), is_small(count))",
            """
            hidden
            False
            False
            True
            False
            True
            """,
        ),
        Example(
            "What an attacker learns when c is hidden alone",
            """
            cell      | count | ward | catchment
            a         | 40    | 1    | 1
            b         | 30    | 1    | 1
            c         | 3     | 0    | 1
            ward      | 70    | -1   | 0
            catchment | 73    | 0    | -1
            """,
            "tuple(bound[2] for bound in attack(count, csr([ward, catchment]), is_small(count)))",
            """
            least | most
            3 | 3
            """,
            text="The count itself: it was not protected at all.",
        ),
        Example(
            "Two tables of two cells, protected and attacked in one call: what can be told of the first",
            """
            left | right
            3    | 20
            25   | 40
            """,
            "tuple(bound[0] for bound in attack_tables(suppress_tables(array([left, right]))))",
            """
            least | most
            0 | 28
            0 | 28
            28 | 28
            """,
        ),
        Example(
            "Totals along both axes",
            """
            left | right
            1    | 2
            3    | 4
            """,
            "tuple(with_totals(array([left, right]).T).T)",
            """
            left | right | total
            1 | 2 | 3
            3 | 4 | 7
            4 | 6 | 10
            """,
        ),
        Example(
            "A table of two by two with totals has six relations between nine cells",
            "",
            "tuple(table_relations((2, 2)).shape)",
            """
            relations | cells
            6 | 9
            """,
        ),
    ),
    when_not_to_use="""
Not against a reader who knows more than the relations given (one of the people counted, say): a threshold is no
protection from somebody who knows everybody else in the cell.
""",
    literature=("Hundepool A et al (2012). Statistical disclosure control. Wiley, chapter 4.",),
)

CHAPTERS = (SMALL_COUNTS, RELATIONS)
