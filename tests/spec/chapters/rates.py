"""Chapters on comparisons that must be fair to age: standardised rates, life expectancy, representation."""

from tests.spec.chapter import Chapter, Divergence, Example

from goldenthread.core.statistics.life_expectancy import decompose_gap_by_age, life_expectancy
from goldenthread.core.statistics.representation import age_adjusted_representation, representation
from goldenthread.core.statistics.standardisation import (
    EUROPEAN_STANDARD_POPULATION_2013,
    age_band,
    directly_standardised_rate,
    indirectly_standardised,
    standard_weights,
)

STANDARDISED = Chapter(
    slug="standardised-rates",
    title="Standardised rates",
    text="""
Old people die more often than young ones, so a place with many old people has a high crude rate without being
unhealthy. A *directly standardised* rate is what a place would have with the ages of a standard population; an
*indirectly standardised* ratio sets its events against those expected at the reference's rates. The standard's bands
are joined by the ages in their names, never by their position. Under ten events a directly standardised rate is
withheld.
""",
    formula=r"D = \frac{\sum w_i x_i / n_i}{\sum w_i}, \qquad D + \sqrt{V/X}\,(X_{L,U} - X)",
    functions=(directly_standardised_rate, indirectly_standardised, standard_weights, age_band),
    names={"EUROPEAN_STANDARD_POPULATION_2013": EUROPEAN_STANDARD_POPULATION_2013},
    examples=(
        Example(
            "The standard population, joined by name",
            """
            band
            15-64
            0-14
            65 and over
            """,
            "standard_weights(band, EUROPEAN_STANDARD_POPULATION_2013)",
            """
            people
            64500
            16000
            19500
            """,
        ),
        Example(
            "The ages a name stands for",
            "",
            "age_band('Aged 15 to 64 years')",
            """
            first | last
            15    | 64
            """,
        ),
        Example(
            "A rate per 1,000 in a young place",
            """
            band  | events | people | standard
            young | 30     | 1000   | 8000
            old   | 60     | 500    | 2000
            """,
            "directly_standardised_rate(events, people, standard, multiplier=1_000).rate",
            """
            value | lower | upper
            48.0  | 38.03 | 59.67
            """,
            text="The crude rate is 60 per 1,000; with the ages of the standard it is 48.",
        ),
        Example(
            "Observed over expected",
            """
            band  | people | reference_events | reference_people
            young | 1000   | 20               | 10000
            old   | 500    | 40               | 5000
            """,
            "indirectly_standardised(12, people, reference_events, reference_people).ratio",
            """
            value | lower | upper
            2.0   | 1.032 | 3.494
            """,
        ),
    ),
    when_not_to_use="""
Not where the ages of two places hardly overlap, nor in place of the crude number when asking how much service is
needed. Two indirectly standardised ratios are not comparable with each other, only each with the reference.
""",
    literature=(
        "Dobson AJ et al (1991). Confidence intervals for weighted sums of Poisson parameters. Stat Med 10: 457-462.",
        "Eurostat (2013). Revision of the European Standard Population.",
    ),
    divergences=(
        Divergence(
            "PHEindicatormethods joins the standard population by position; here a band that does not fit is refused.",
            "tests/unit/core/test_standardised_rates.py::test_bands_that_do_not_fit_the_standard_are_refused",
        ),
        Divergence(
            "A missing count is not taken for none: the rate is missing, with the reason.",
            "tests/unit/core/test_standardised_rates.py::test_missing_is_not_zero",
        ),
    ),
)

LIFE = Chapter(
    slug="life-expectancy",
    title="Life expectancy",
    text="""
Life expectancy is how long a baby would live if all its life it met the death rates of today: a summary of the death
rates, not a forecast. Any bands of ages can be used, with any open top band. A place whose figures cannot carry it has
no life expectancy and the reason; the other places are not disturbed.
""",
    formula=r"q = \frac{nM}{1 + n(1-a)M}, \qquad e_i = \frac{1}{l_i}\sum_{j \ge i} L_j",
    functions=(life_expectancy, decompose_gap_by_age),
    examples=(
        Example(
            "From deaths and people",
            """
            age | deaths | people
            0   | 5      | 1000
            1   | 40     | 40000
            40  | 300    | 30000
            80  | 400    | 4000
            """,
            "life_expectancy(age, deaths, people).expectancy",
            """
            value | lower | upper
            77.34 | 76.01 | 78.66
            76.72 | 75.43 | 78.01
            40.00 | 38.87 | 41.13
            10.00 | 9.02  | 10.98
            """,
        ),
        Example(
            "The ages a gap comes from",
            """
            age | poorer | richer | people
            0   | 8      | 4      | 1000
            1   | 60     | 40     | 40000
            40  | 400    | 250    | 30000
            80  | 450    | 400    | 4000
            """,
            "decompose_gap_by_age(life_expectancy(age, poorer, people), life_expectancy(age, richer, people))",
            """
            years
            0.313
            1.123
            3.799
            0.602
            """,
            text="The parts add up to the gap between the two.",
        ),
    ),
    when_not_to_use="""
Not below 5,000 person-years, and not to compare small areas with care homes without saying so: their residents die
where they moved to.
""",
    literature=(
        "Chiang CL (1968). Introduction to stochastic processes in biostatistics.",
        "Silcocks PBS et al (2001). Life expectancy as a summary of mortality. J Epidemiol Community Health 55: 38-43.",
        "Arriaga EE (1984). Measuring and explaining the change in life expectancies. Demography 21: 83-96.",
    ),
    divergences=(
        Divergence(
            "PHEindicatormethods gives silent missing values for any banding but its twenty bands; here any is taken.",
            "tests/unit/core/test_slope_divergences.py::"
            "test_any_banding_has_a_life_expectancy_and_it_is_that_of_the_mortality_it_came_from",
        ),
        Divergence(
            "It takes z for 1.96, so its limits are wider by one part in fifty thousand of the interval.",
            "tests/unit/core/test_manual_divergences.py::test_taking_z_for_1_96_moves_the_limits_of_a_life_table",
        ),
    ),
)

REPRESENTED = Chapter(
    slug="representation",
    title="Who is served",
    text="""
The index of composition sets a group's share of the users against its share of the people the service is for: 1 is as
expected, 0.5 is half of it. The rate ratio sets its use against everybody else's. Where use depends on age, users are
set against those expected for the group's ages.
""",
    formula=r"\text{index}_g = \frac{u_g/U}{n_g/N}",
    functions=(representation, age_adjusted_representation),
    examples=(
        Example(
            "Two groups",
            """
            users | people
            20    | 4000
            80    | 6000
            """,
            "representation(users, people).index",
            """
            value | lower | upper
            0.5   | 0.333 | 0.722
            1.333 | 1.185 | 1.444
            """,
        ),
        Example(
            "Two groups by two bands of age, against those expected for their ages",
            """
            young_users | old_users | young_people | old_people
            5           | 40        | 2000         | 1000
            15          | 40        | 2000         | 1000
            """,
            "age_adjusted_representation(list(zip(young_users, old_users)), list(zip(young_people, old_people))).ratio",
            """
            value | lower | upper
            0.9   | 0.656 | 1.204
            1.1   | 0.829 | 1.432
            """,
        ),
    ),
    when_not_to_use="""
Not where the people the service is for are not known: the whole population is then the wrong denominator, and the page
says which one was used. Not for groups of a few users: hide them.
""",
    literature=("Newcombe RG (2013). Confidence intervals for proportions and related measures of effect size.",),
)

CHAPTERS = (STANDARDISED, LIFE, REPRESENTED)
