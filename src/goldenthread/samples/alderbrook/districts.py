"""The other invented councils, so that Alderbrook has a region, neighbours and a rank."""

from dataclasses import dataclass

import numpy as np

from goldenthread.samples.alderbrook.geography import COUNTRY_CODE, PLACE_CODE, PLACE_NAME, REGION_CODE, FloatArray
from goldenthread.samples.alderbrook.people import People

REGIONS = {
    REGION_CODE: "The Vale (invented region)",
    "X12000002": "The Coast (invented region)",
    "X12000003": "The Hills (invented region)",
    "X12000004": "The Plain (invented region)",
}

OTHER_DISTRICTS = (
    "Ashmere", "Barrowdene", "Birchover", "Blackwater Vale", "Calderfold", "Cawthorpe", "Copperfield", "Dalebrook",
    "East Marl", "Eldermouth", "Farrowby", "Fenwick Moor", "Greyharbour", "Hallowmere", "Hartsford", "Hollinbrook",
    "Ingleford", "Kestrel Bay", "Langmoor", "Lindenholme", "Marlowe", "Netherby", "North Marl", "Osierham",
    "Pennygate", "Quarrydown", "Ravenswell", "Rushmoor Vale", "Saltersea", "Selwick", "Sparrowhurst", "Stonebeck",
    "Thornleigh", "Tidewell", "Underhill", "Wexcombe", "Whitmere", "Willowdale", "Yarrowby",
)  # fmt: skip


@dataclass(frozen=True)
class Districts:
    """All invented councils; the first is Alderbrook."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    region: tuple[str, ...]
    hardship: FloatArray  # on the scale of Alderbrook's small areas
    residents: FloatArray
    older: FloatArray  # share aged 65 and over

    def nearest(self, weights: tuple[float, float, float], count: int = 20) -> list[list[int]]:
        """Return for every district the `count` most alike, nearest first, by hardship, size and age so weighted."""
        features = np.stack([self.hardship, np.log(self.residents), self.older], axis=1)
        features = (features - features.mean(0)) / features.std(0) * weights
        distance = np.linalg.norm(features[:, None] - features[None], axis=2)
        np.fill_diagonal(distance, np.inf)
        return [row[:count] for row in distance.argsort(axis=1).tolist()]


def make_districts(people: People, generator: np.random.Generator) -> Districts:
    """Return Alderbrook, as its people make it, and 39 councils drawn with `generator`."""
    count = len(OTHER_DISTRICTS)
    hardship = np.concatenate(
        [[np.average(people.hardship, weights=people.residents)], generator.normal(-0.15, 0.55, count)]
    )
    residents = np.concatenate([[people.residents.sum()], np.exp(generator.normal(12.1, 0.45, count)).round()])
    share = people.aged(65).sum() / people.residents.sum()
    older = np.concatenate([[share], 0.185 - 0.02 * hardship[1:] + generator.normal(0, 0.025, count)])
    others = [list(REGIONS)[number % len(REGIONS)] for number in range(count)]
    return Districts(
        codes=(PLACE_CODE, *(f"X07{number:06d}" for number in range(1, count + 1))),
        names=(PLACE_NAME, *OTHER_DISTRICTS),
        region=(REGION_CODE, *others),
        hardship=hardship,
        residents=residents,
        older=older,
    )


def region_and_country_members(districts: Districts) -> dict[str, list[int]]:
    """Return the row numbers of the districts in each region, and in all of them together."""
    members = {region: [row for row, of in enumerate(districts.region) if of == region] for region in REGIONS}
    members[COUNTRY_CODE] = list(range(len(districts.codes)))
    return members
