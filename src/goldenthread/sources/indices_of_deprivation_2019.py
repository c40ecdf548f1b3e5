"""English Indices of Deprivation 2019: the ranking of small areas (LSOA, 2011) and its underlying indicators."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.deprivation_files import (
    OFFICIAL_RANK,
    OFFICIAL_SCORES,
    OFFICIAL_TENTH,
    Edition,
    Score,
    headings_of,
    make_deprivation,
    note_unread,
    population_of,
    read_population,
    read_ranking,
    read_scores,
)
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.observations import make_observations
from goldenthread.sources.reading import code, number, read_csv
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    Download,
    IssueLog,
    Progress,
    Source,
    SourceTables,
)

EDITION = Edition(2019, "lsoa11", 32_844)

OFFICIAL_AREA = "LSOA code (2011)"
SHORT_AREA = "lsoa11_code"
INDICATOR_SCORES = (
    Score("not_staying_in_education_share", "staying_on_in_education_post_16_indicator", 100.0),
    Score("not_entering_higher_education_share", "entry_to_higher_education_indicator", 100.0, may_be_blank=True),
    Score("adult_skills_share", "adult_skills_and_english_language_proficiency_indicator", 100.0),
    Score("years_of_potential_life_lost", "years_of_potential_life_lost_indicator"),
    Score("illness_and_disability_ratio", "comparative_illness_and_disability_ratio_indicator"),
    Score("acute_morbidity_ratio", "acute_morbidity_indicator"),
    Score("mood_and_anxiety_score", "mood_and_anxiety_disorders_indicator"),
    Score("distance_to_post_office_km", "road_distance_to_a_post_office_indicator_km"),
    Score("distance_to_primary_school_km", "road_distance_to_a_primary_school_indicator_km"),
    Score("distance_to_shop_km", "road_distance_to_general_store_or_supermarket_indicator_km"),
    Score("distance_to_gp_km", "road_distance_to_a_gp_surgery_indicator_km"),
    Score("overcrowded_share", "household_overcrowding_indicator", 100.0),
    Score("poor_condition_homes_share", "housing_in_poor_condition_indicator", 100.0),
    Score("no_central_heating_share", "houses_without_central_heating_indicator", 100.0),
    Score("road_casualties_score", "road_traffic_accidents_indicator"),
    Score("nitrogen_dioxide_share", "nitrogen_dioxide_component_of_air_quality_indicator"),
    Score("particulates_share", "particulates_component_of_air_quality_indicator"),
    Score("air_quality_score", "air_quality_indicator"),
)

#: Rates whose count is in one file and whose denominator is in another: measure, count, denominator.
RATES = (
    (
        "income_deprived_people_rate",
        "income_domain_numerator",
        "Total population: mid 2015 (excluding prisoners)",
    ),
    (
        "income_deprived_children_rate",
        "income_deprivation_affecting_children_index_idaci_numerator",
        "Dependent Children aged 0-15: mid 2015 (excluding prisoners)",
    ),
    (
        "income_deprived_older_people_rate",
        "income_deprivation_affecting_older_people_index_idaopi_numerator",
        "Older population aged 60 and over: mid 2015 (excluding prisoners)",
    ),
    (
        "employment_deprived_people_rate",
        "employment_domain_numerator",
        "Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners)",
    ),
)
TOTAL_POPULATION = RATES[0][2]

DISTRICT_SCORES = (
    Score("imd_score", "Score"),
    Score("income_rate", "Income_Score", 100.0),
    Score("employment_rate", "Employment_Score", 100.0),
    Score("education_score", "Education_Score"),
    Score("health_score", "Health_Score"),
    Score("crime_score", "Crime_Score"),
    Score("housing_and_services_score", "Housing_and_Access_Score"),
    Score("environment_score", "Environment_Score"),
)

SOURCE = Source(
    id="indices_of_deprivation_2019",
    name="English Indices of Deprivation 2019",
    publisher="Ministry of Housing, Communities and Local Government",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019",
    layout="One row a 2011 LSOA with ranks and deciles; the underlying indicators and populations beside it.",
    vintage="2019",
    geography=("lsoa11", "district"),
    files=(
        "official/File_7*IoD2019*.csv*",
        "File_7*IoD2019*.csv*",
        "imd2019_lsoa11.csv*",
        "imd2019_lsoa11_indicators.csv*",
        "iod2019_population_denominators_lsoa11.csv*",
        "imd2019_ltla23.csv*",
    ),
    downloads=(
        Download(
            "https://assets.publishing.service.gov.uk/government/uploads/system/uploads/attachment_data/file/845345/"
            "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv",
            "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv",
        ),
    ),
    measures=tuple(
        sorted({score.measure for score in (*OFFICIAL_SCORES, *INDICATOR_SCORES)} | {rate[0] for rate in RATES})
    ),
    notes=(
        "Editions are not comparable: the method and the indicators changed in 2025, and so did the small areas.",
        "Small areas of 2011 (LSOA 2011); most of the data are of 2015 and 2016.",
        "Counts of income-deprived people are rounded to 5 by the publisher, and small ones are withheld.",
    ),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """Indicators and rates of small areas, average scores of districts, and the ranking of small areas by IMD."""
    parts: list[pa.Table] = []
    used: list[Path] = []
    denominators = _first(folder, "iod2019_population_denominators_lsoa11.csv*")
    indicators = _first(folder, "imd2019_lsoa11_indicators.csv*")
    districts = _first(folder, "imd2019_ltla23.csv*")
    if indicators is not None:
        parts.append(read_scores(indicators, EDITION, code(SHORT_AREA, "lsoa11"), INDICATOR_SCORES))
        used.append(indicators)
        if denominators is not None:
            parts.append(_rates(indicators, denominators, issues))
            used.append(denominators)
        else:
            issues.note(
                indicators,
                "The rates of income and employment deprivation were left out: their denominators "
                "(iod2019_population_denominators_lsoa11) are not in the folder.",
            )
    if districts is not None:
        parts.append(read_scores(districts, EDITION, code("ltla23_code", "district"), DISTRICT_SCORES))
        used.append(districts)
    ranked = _ranked_file(folder, issues)
    deprivation = None
    if ranked is not None:
        used.append(ranked)
        is_official = OFFICIAL_AREA in headings_of(ranked)
        if is_official:
            parts.append(read_scores(ranked, EDITION, code(OFFICIAL_AREA, "lsoa11"), OFFICIAL_SCORES))
        deprivation = _ranking(ranked, denominators, issues, is_official=is_official)
    observations = pa.concat_tables(parts) if parts else None
    return SourceTables(observations=observations, deprivation=deprivation, files=tuple(used))


def _first(folder: Path, pattern: str) -> Path | None:
    return next(iter(sorted(folder.glob(pattern))), None)


def _ranked_file(folder: Path, issues: IssueLog) -> Path | None:
    """The file with the ranking, the publisher's own before the copy with short headings."""
    official = sorted({*folder.glob("official/File_7*IoD2019*.csv*"), *folder.glob("File_7*IoD2019*.csv*")})
    found = [*official, *sorted(folder.glob("imd2019_lsoa11.csv*"))]
    if not found:
        return None
    note_unread(issues, found[0], found[1:])
    return found[0]


def _ranking(path: Path, denominators: Path | None, issues: IssueLog, *, is_official: bool) -> pa.Table | None:
    """The ranking by IMD with residents of mid-2015, or None, noted, where nothing says how many there are."""
    if is_official:
        areas, rank, tenth, score = read_ranking(
            path,
            EDITION,
            area=OFFICIAL_AREA,
            rank=OFFICIAL_RANK,
            tenth=OFFICIAL_TENTH,
            score=OFFICIAL_SCORES[0].heading,
        )
    else:
        areas, rank, tenth, score = read_ranking(
            path, EDITION, area=SHORT_AREA, rank="IMD_rank", tenth="IMD_decile", score=None
        )
    population_file = path if is_official and TOTAL_POPULATION in headings_of(path) else denominators
    if population_file is None:
        issues.note(path, "The ranking was left out: there is no population to weigh areas by in the folder.")
        return None
    residents = read_population(population_file, code(OFFICIAL_AREA, "lsoa11"), TOTAL_POPULATION)
    population = population_of(path, areas, residents, population_file)
    return make_deprivation(EDITION, areas, rank, tenth, score, population)


def _rates(indicators: Path, denominators: Path, issues: IssueLog) -> pa.Table:
    """Rates with count and denominator; one withheld stays missing, one above its denominator is unreliable."""
    marks = {"": "suppressed"}
    counts = read_csv(
        indicators,
        [
            code(SHORT_AREA, "lsoa11"),
            *(number(count, missing=marks, status=f"{count} status", low=0) for _, count, _ in RATES),
        ],
        key=[SHORT_AREA],
    )
    people = read_csv(
        denominators,
        [code(OFFICIAL_AREA, "lsoa11"), *(number(denominator, low=0) for _, _, denominator in RATES)],
        key=[OFFICIAL_AREA],
    )
    residents = people.column(OFFICIAL_AREA).combine_chunks()
    index = pc.index_in(counts.column(SHORT_AREA), value_set=residents)
    parts = []
    for measure, count_heading, denominator_heading in RATES:
        count = counts.column(count_heading)
        status = counts.column(f"{count_heading} status")
        denominator = people.column(denominator_heading).take(index)
        possible = pc.fill_null(pc.less_equal(count, denominator), fill_value=True)  # one withheld is not impossible
        _note_counts(indicators, measure, possible, status, issues)
        status = pc.if_else(pc.invert(possible), "unreliable", status)
        count = pc.if_else(possible, count, pa.scalar(None, pa.float64()))
        whole = pc.if_else(pc.greater(denominator, 0.0), denominator, pa.scalar(None, pa.float64()))
        parts.append(
            make_observations(
                measure=measure,
                area_code=counts.column(SHORT_AREA),
                period="2019",
                period_start=date(EDITION.year, 1, 1),
                period_end=date(EDITION.year, 12, 31),
                value=pc.multiply(pc.divide(count, whole), 100.0),
                count=count,
                denominator=denominator,
                status=status,
            )
        )
    return pa.concat_tables(parts)


def _note_counts(
    path: Path,
    measure: str,
    possible: pa.ChunkedArray,
    status: pa.ChunkedArray,
    issues: IssueLog,
) -> None:
    withheld = pc.sum(pc.is_valid(status)).as_py() or 0
    if withheld:
        issues.note(
            path,
            f"{withheld:,} small areas are blank; they are marked as suppressed, not as zero.",
            field=measure,
        )
    above = pc.sum(pc.invert(possible)).as_py() or 0
    if above:
        issues.note(
            path,
            f"In {above:,} small areas the count is above the population it is divided by, which cannot be a rate; "
            "they are marked as unreliable.",
            field=measure,
        )
