"""English Indices of Deprivation 2025: scores of small areas (LSOA, 2021) and districts, and the ranking by IMD."""

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
from goldenthread.sources.reading import code
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    Download,
    IssueLog,
    Progress,
    Source,
    SourceTables,
)

EDITION = Edition(2025, "lsoa21", 33_755)

OFFICIAL_AREA = "LSOA code (2021)"
SHORT_AREA = "lsoa21_code"
#: The same table with short headings.
SHORT_SCORES = tuple(
    Score(official.measure, heading, official.factor)
    for official, heading in zip(
        OFFICIAL_SCORES,
        (
            "IMD_score",
            "Income_score",
            "Employment_score",
            "Education_score",
            "Health_score",
            "Crime_score",
            "Housing_and_Services_score",
            "Environment_score",
        ),
        strict=True,
    )
)

SUBDOMAIN_SCORES = (
    Score("children_and_young_people_score", "children_and_young_people_score"),
    Score("geographical_barriers_score", "geographical_barriers_score"),
    Score("wider_barriers_score", "wider_barriers_score"),
    Score("indoors_score", "indoors_score"),
    Score("outdoors_score", "outdoors_score"),
)

#: The underlying indicators, all but homelessness and core homelessness: those are one figure a district, repeated.
INDICATOR_SCORES = (
    Score("income_deprived_people", "income_domain_numerator", may_be_blank=True),
    Score(
        "income_deprived_children",
        "income_deprivation_affecting_children_index_idaci_numerator",
        may_be_blank=True,
    ),
    Score(
        "income_deprived_older_people",
        "income_deprivation_affecting_older_people_index_idaopi_numerator",
        may_be_blank=True,
    ),
    Score("employment_deprived_people", "employment_domain_numerator", may_be_blank=True),
    Score("adult_skills_share", "adult_skills_and_english_language_proficiency_indicator", 100.0),
    Score("not_entering_higher_education_share", "entry_to_higher_education_indicator", 100.0, may_be_blank=True),
    Score("acute_morbidity_ratio", "acute_morbidity_indicator"),
    Score("illness_and_disability_ratio", "comparative_illness_and_disability_ratio_indicator"),
    Score("mental_health_score", "mental_health_indicator"),
    Score("years_of_potential_life_lost", "years_of_potential_life_lost_indicator"),
    Score("violence_with_injury_rate", "violence_with_injury_rate_per_1_000_at_risk_population"),
    Score("violence_without_injury_rate", "violence_without_injury_rate_per_1_000_at_risk_population"),
    Score("stalking_and_harassment_rate", "stalking_and_harassment_rate_per_1_000_at_risk_population"),
    Score("burglary_rate", "burglary_rate_per_1_000_at_risk_properties"),
    Score("theft_rate", "theft_rate_per_1_000_at_risk_population"),
    Score("criminal_damage_rate", "criminal_damage_rate_per_1_000_at_risk_population"),
    Score("public_order_rate", "public_order_and_possession_of_weapons_rate_per_1_000_at_risk_population"),
    Score("anti_social_behaviour_rate", "anti_social_behaviour_rate_per_1_000_at_risk_population"),
    Score("connectivity_score", "connectivity_score"),
    Score(
        "purchase_unaffordable_share",
        "owner_occupation_affordability_component_of_housing_affordability_indicator",
        100.0,
    ),
    Score(
        "rent_unaffordable_share",
        "private_rental_affordability_component_of_housing_affordability_indicator",
        100.0,
    ),
    Score("housing_affordability_score", "housing_affordability_indicator"),
    Score("broadband_score", "digital_connectivity_broadband_download_and_upload_speeds"),
    Score("patients_per_gp", "patient_to_gp_ratio"),
    Score("overcrowded_rooms_share", "household_overcrowding_indicator_rooms", 100.0),
    Score("overcrowded_bedrooms_share", "household_overcrowding_indicator_bedrooms", 100.0),
)

#: Average scores of districts.
DISTRICT_SCORES = (
    Score("imd_score", "imd_average_score"),
    Score("income_rate", "income_average_score", 100.0),
    Score("employment_rate", "employment_average_score", 100.0),
    Score("education_score", "education_skills_and_training_average_score"),
    Score("health_score", "health_deprivation_and_disability_average_score"),
    Score("crime_score", "crime_average_score"),
    Score("housing_and_services_score", "barriers_to_housing_and_services_average_score"),
    Score("environment_score", "living_environment_average_score"),
)

#: Residents, where the publisher's file comes with its population denominators.
TOTAL_POPULATION = "Total population: mid 2022"
#: Census tables that give the residents of each small area, smallest first, for files without denominators.
RESIDENTS = ("disability21_lsoa21*.csv*", "ethnicity21_lsoa21.csv*", "religion21_lsoa21.csv*")

SOURCE = Source(
    id="indices_of_deprivation_2025",
    name="English Indices of Deprivation 2025",
    publisher="Ministry of Housing, Communities and Local Government",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025",
    layout="One row a 2021 LSOA with a score, a rank and a decile for the index and each of its seven domains.",
    vintage="2025",
    geography=("lsoa21", "district"),
    files=(
        "official/File_7_IoD2025*.csv*",
        "File_7_IoD2025*.csv*",
        "imd2025_lsoa21.csv*",
        "imd2025_lsoa21_subdomains.csv*",
        "imd2025_lsoa21_indicators.csv*",
        "imd2025_ltla24.csv*",
    ),
    downloads=(
        Download(
            "https://assets.publishing.service.gov.uk/media/691ded56d140bbbaa59a2a7d/"
            "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
            "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
        ),
    ),
    measures=tuple(sorted({score.measure for score in (*OFFICIAL_SCORES, *SUBDOMAIN_SCORES, *INDICATOR_SCORES)})),
    notes=(
        "Editions are not comparable: the method, the indicators and the small areas changed since 2019.",
        "Rates are a share of 1 in the file and percentages here.",
        "The counts of income-deprived children and older people come without denominators, so they give no rate.",
        "Residents, which weigh the ranking, are those of Census 2021 where the file comes without its denominators.",
    ),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """Scores of small areas and districts, and the ranking of small areas by IMD."""
    parts: list[pa.Table] = []
    used: list[Path] = []
    ranked = _ranked_file(folder, issues)
    deprivation = None
    if ranked is not None:
        is_official = OFFICIAL_AREA in headings_of(ranked)
        area, scores = (OFFICIAL_AREA, OFFICIAL_SCORES) if is_official else (SHORT_AREA, SHORT_SCORES)
        parts.append(read_scores(ranked, EDITION, code(area, "lsoa21"), scores))
        used.append(ranked)
        deprivation = _ranking(folder, ranked, issues, is_official=is_official)
    for pattern, scores, area, kind in (
        ("imd2025_lsoa21_subdomains.csv*", SUBDOMAIN_SCORES, SHORT_AREA, "lsoa21"),
        ("imd2025_lsoa21_indicators.csv*", INDICATOR_SCORES, SHORT_AREA, "lsoa21"),
        ("imd2025_ltla24.csv*", DISTRICT_SCORES, "ltla24_code", "district"),
    ):
        for path in sorted(folder.glob(pattern)):
            found = read_scores(path, EDITION, code(area, kind), scores)
            _note_suppressed(path, found, issues)
            parts.append(found)
            used.append(path)
    observations = pa.concat_tables(parts) if parts else None
    return SourceTables(observations=observations, deprivation=deprivation, files=tuple(used))


def _ranked_file(folder: Path, issues: IssueLog) -> Path | None:
    """The file with the ranking, the publisher's own before the copy with short headings."""
    official = sorted({*folder.glob("official/File_7_IoD2025*.csv*"), *folder.glob("File_7_IoD2025*.csv*")})
    short = sorted(folder.glob("imd2025_lsoa21.csv*"))
    found = [*official, *short]
    if not found:
        return None
    note_unread(issues, found[0], found[1:])
    return found[0]


def _ranking(folder: Path, path: Path, issues: IssueLog, *, is_official: bool) -> pa.Table | None:
    """The ranking by IMD with residents, or None, noted, where the folder says nowhere how many residents there are."""
    census = next((found for pattern in RESIDENTS for found in sorted(folder.glob(pattern))), None)
    residents_file, area, total = census, SHORT_AREA, "total_residents"
    if is_official and TOTAL_POPULATION in headings_of(path):
        residents_file, area, total = path, OFFICIAL_AREA, TOTAL_POPULATION
    if residents_file is None:
        issues.note(
            path,
            "The ranking was left out: the file gives no population to weigh areas by, and there is no Census 2021 "
            "table of residents beside it. Put disability21_lsoa21 or ethnicity21_lsoa21 into the folder.",
        )
        return None
    if is_official:
        ranking = read_ranking(
            path,
            EDITION,
            area=OFFICIAL_AREA,
            rank=OFFICIAL_RANK,
            tenth=OFFICIAL_TENTH,
            score=OFFICIAL_SCORES[0].heading,
        )
    else:
        ranking = read_ranking(
            path, EDITION, area=SHORT_AREA, rank="IMD_rank", tenth="IMD_decile", score=SHORT_SCORES[0].heading
        )
    areas, rank, tenth, score = ranking
    residents = read_population(residents_file, code(area, "lsoa21"), total)
    population = population_of(path, areas, residents, residents_file)
    return make_deprivation(EDITION, areas, rank, tenth, score, population)


def _note_suppressed(path: Path, found: pa.Table, issues: IssueLog) -> None:
    missing = found.filter(pc.equal(found.column("status"), "suppressed"))
    for entry in missing.group_by("measure", use_threads=False).aggregate([("area_code", "count")]).to_pylist():
        issues.note(
            path,
            f"{entry['area_code_count']:,} small areas are blank; they are marked as suppressed, not as zero.",
            field=entry["measure"],
        )
