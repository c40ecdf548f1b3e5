"""The people of Alderbrook: how deprived each small area is, and who lives there."""

from dataclasses import dataclass

import numpy as np

from goldenthread.samples.alderbrook.geography import SMALL_AREAS, FloatArray, Geography, IntArray

PEOPLE = 290_000
OLDEST = 90  # the open top band

#: Where hardship gathers, in kilometres from the middle: strength and reach. The last is a well-off quarter.
HARDSHIP = (
    (-1.9, 0.7, 2.1, 1.5),
    (3.6, 2.6, 1.7, 1.1),
    (-0.2, -4.2, 1.3, 0.9),
    (-5.2, 2.6, 1.6, 0.8),
    (3.2, -3.0, -1.5, 2.2),
)

#: Share of residents in each broad age band across the borough; about that of an English metropolitan borough.
AGE_SHARES = (
    (0, 4, 0.056),
    (5, 15, 0.138),
    (16, 24, 0.104),
    (25, 39, 0.202),
    (40, 64, 0.318),
    (65, 79, 0.132),
    (80, OLDEST, 0.050),
)
#: By how much each band grows (log scale) per standard deviation of deprivation: poorer areas here are younger.
AGE_TILT = (0.16, 0.10, 0.12, 0.10, -0.05, -0.16, -0.22)

#: Census groups: share across the borough, and how it grows (log scale) per standard deviation of deprivation.
ETHNIC_GROUPS = {
    "White": (0.790, -0.06),
    "Asian or Asian British": (0.121, 0.42),
    "Black or Black British": (0.034, 0.55),
    "Mixed or multiple ethnic groups": (0.031, 0.28),
    "Other ethnic group": (0.024, 0.40),
}


@dataclass(frozen=True)
class People:
    """Residents of the 190 small areas; arrays have one row an area."""

    hardship: FloatArray  # standardised: mean 0, standard deviation 1, larger is more deprived
    score: FloatArray  # in the manner of the Index of Multiple Deprivation
    residents: IntArray
    by_age: IntArray  # women and men by single year: shape (190, 2, 91)

    def aged(self, first: int, last: int = OLDEST) -> IntArray:
        """Return residents from age `first` to `last`, both included."""
        return np.asarray(self.by_age[:, :, first : last + 1].sum((1, 2)))


def make_people(geography: Geography, generator: np.random.Generator) -> People:
    """Return the residents of `geography`, with hardship gathered where HARDSHIP says and spilling over borders."""
    hardship = _hardship(geography.centres, generator)
    rank = hardship.argsort().argsort()
    # The distribution of real scores: a long tail of very deprived areas. Its middle is near the national one.
    quantile = (rank + 0.5) / SMALL_AREAS
    score = np.round(3.2 + 60.0 * quantile**1.9 + 9.0 * quantile**14, 3)
    raw = generator.gamma(60, 1 / 60, SMALL_AREAS)
    residents = np.round(PEOPLE * raw / raw.sum()).astype(np.int64)
    return People(hardship, score, residents, _by_age(residents, hardship, generator))


def _hardship(centres: FloatArray, generator: np.random.Generator) -> FloatArray:
    distance = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    field = np.zeros(len(centres))
    for x, y, strength, reach in HARDSHIP:
        field += strength * np.exp(-(((centres - (x, y)) ** 2).sum(1)) / (2 * reach**2))
    neighbourly = np.linalg.cholesky(np.exp(-distance / 1.4) + 1e-9 * np.eye(len(centres)))
    field += 0.55 * neighbourly @ generator.normal(size=len(centres)) + 0.22 * generator.normal(size=len(centres))
    return np.asarray((field - field.mean()) / field.std())


def _by_age(residents: IntArray, hardship: FloatArray, generator: np.random.Generator) -> IntArray:
    ages = np.zeros((SMALL_AREAS, OLDEST + 1))
    for (first, last, share), tilt in zip(AGE_SHARES, AGE_TILT, strict=True):
        years = np.arange(first, last + 1)
        # Within a band people thin out only where death does the thinning.
        within = np.exp(-0.05 * np.maximum(years - 62, 0)) if last > 60 else np.ones(len(years))
        if last == OLDEST:
            within[-1] *= 3.2
        ages[:, first : last + 1] = np.exp(tilt * hardship)[:, None] * share * within / within.sum()
    ages *= generator.gamma(80, 1 / 80, ages.shape)
    ages /= ages.sum(1, keepdims=True)
    women = 0.495 + 0.0016 * np.maximum(np.arange(OLDEST + 1) - 50, 0)
    shares = np.stack([ages * women, ages * (1 - women)], axis=1)
    counts = [generator.multinomial(people, share.ravel()) for people, share in zip(residents, shares, strict=True)]
    return np.array(counts).reshape(SMALL_AREAS, 2, OLDEST + 1)


def ethnic_groups(people: People, generator: np.random.Generator) -> dict[str, IntArray]:
    """Return the residents of each small area in each ethnic group; groups add up to the residents."""
    weights = np.stack([share * np.exp(tilt * people.hardship) for share, tilt in ETHNIC_GROUPS.values()], axis=1)
    weights *= generator.gamma(12, 1 / 12, weights.shape)
    shares = weights / weights.sum(1, keepdims=True)
    counts = np.array([generator.multinomial(n, share) for n, share in zip(people.residents, shares, strict=True)])
    return {group: counts[:, column] for column, group in enumerate(ETHNIC_GROUPS)}
