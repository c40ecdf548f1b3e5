"""Which of the Department for Education's measures are one measure broken down by groups of pupils.

The tool publishes "White pupils' Attainment 8" as a measure of its own; here it is the group "White" of "attainment_8".
A measure that is not listed keeps the tool's short name and is of all children.
"""

from goldenthread.sources.observations import ALL, ALL_PEOPLE

#: The groups' names are those of goldenthread.definitions, characteristics.yaml; a test compares.
ETHNICITY, MEALS, NEEDS, CARE = "ethnicity", "free-school-meals", "special-educational-needs", "care"
DISADVANTAGE = "disadvantage"
ASIAN, BLACK, CHINESE = "Asian or Asian British", "Black or Black British", "Chinese"
MIXED, WHITE, OTHER = "Mixed or multiple ethnic groups", "White", "Other ethnic group"
ELIGIBLE, NOT_ELIGIBLE = "Eligible for free school meals", "Not eligible for free school meals"
PLAN, SUPPORT, NO_NEED = (
    "With an education, health and care plan",
    "SEN support",
    "No identified special educational need",
)
LOOKED_AFTER, PROTECTED, IN_NEED = "Looked after", "On a child protection plan", "In need"

#: Measure here: the tool's short name, the characteristic and the group.
MEASURES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "good_level_of_development": (
        ("FSP_NEW_GOODDEV", ALL, ALL_PEOPLE),
        ("FSP_Gooddev_White", ETHNICITY, WHITE),
        ("FSP_Gooddev_Mixed", ETHNICITY, MIXED),
        ("FSP_Gooddev_Asian", ETHNICITY, ASIAN),
        ("FSP_Gooddev_Black", ETHNICITY, BLACK),
        ("FSP_Gooddev_Chinese", ETHNICITY, CHINESE),
        ("FSP_Gooddev_Other", ETHNICITY, OTHER),
        ("FSP_Gooddev_FSM", MEALS, ELIGIBLE),
        ("FSP_Gooddev_FSM_Other", MEALS, NOT_ELIGIBLE),
        ("FSP_Gooddev_With_SENSTATE", NEEDS, PLAN),
        ("FSP_Gooddev_Without_SENSTATE", NEEDS, SUPPORT),
        ("LAC_Good_Develop", CARE, LOOKED_AFTER),
        ("CPP_Good_Develop", CARE, PROTECTED),
        ("CIN_Good _Develop", CARE, IN_NEED),
    ),
    "phonics_expected_standard": (
        ("KS1P_all", ALL, ALL_PEOPLE),
        ("KS1P_FSM", MEALS, ELIGIBLE),
        ("KS1P_EHCP", NEEDS, PLAN),
        ("KS1P_SEND", NEEDS, SUPPORT),
        ("KS1P_NonSEND", NEEDS, NO_NEED),
    ),
    "key_stage_2_expected_standard": (
        ("KS2RWM_Expected_STD", ALL, ALL_PEOPLE),
        ("KS2_NEW_White_RWM", ETHNICITY, WHITE),
        ("KS2_NEW_Mixed_RWM", ETHNICITY, MIXED),
        ("KS2_NEW_Asian_RWM", ETHNICITY, ASIAN),
        ("KS2_NEW_Black_RWM", ETHNICITY, BLACK),
        ("KS2_NEW_Chine_RWM", ETHNICITY, CHINESE),
        ("KS2_NEW_Other_RWM", ETHNICITY, OTHER),
        ("FSM_NEW_KS2_RWM", MEALS, ELIGIBLE),
        ("NonFSM_NEW_KS2_RWM", MEALS, NOT_ELIGIBLE),
        ("DAP_NEW_KS2_RWM", DISADVANTAGE, "Disadvantaged"),
        ("NonDAP_NEW_KS2_RWM", DISADVANTAGE, "Not disadvantaged"),
        ("NEW_KS2_RWM_Sen_Withsta", NEEDS, PLAN),
        ("NEW_KS2_RWM_Sen_W/Osta", NEEDS, SUPPORT),
        ("NoID_SEN_NEW_KS2_RWM", NEEDS, NO_NEED),
        ("LAC_KS2_ExpStd_RWM", CARE, LOOKED_AFTER),
        ("CPPO_KS2_RWM", CARE, PROTECTED),
        ("CIN_KS2_ExpStd_RWM", CARE, IN_NEED),
    ),
    "attainment_8": (
        ("AVG_Attain8_Score", ALL, ALL_PEOPLE),
        ("AVG_Attain8_Score_White", ETHNICITY, WHITE),
        ("AVG_Attain8_Score_Mixed", ETHNICITY, MIXED),
        ("AVG_Attain8_Score_Asian", ETHNICITY, ASIAN),
        ("AVG_Attain8_Score_Black", ETHNICITY, BLACK),
        ("AVG_Attain8_Score_Chine", ETHNICITY, CHINESE),
        ("FSM_AVG_Attain8_Score", MEALS, ELIGIBLE),
        ("NonFSM_AVG_Attain8_Score", MEALS, NOT_ELIGIBLE),
        ("DAP_KS4_ATT8", DISADVANTAGE, "Disadvantaged"),
        ("NonDAP_KS4_ATT8", DISADVANTAGE, "Not disadvantaged"),
        ("SEN_Stat_AVG_Attain8_Score", NEEDS, PLAN),
        ("SEN_WoStat_AVG_Attain8_Score", NEEDS, SUPPORT),
        ("SEN_NoID_AVG_Attain8_Score", NEEDS, NO_NEED),
        ("LAC_KS4_AVG_Attain8", CARE, LOOKED_AFTER),
        ("CPPO_KS4_A8", CARE, PROTECTED),
        ("CIN_Avg_Attain8_KS4", CARE, IN_NEED),
    ),
    "level_3_at_19": (
        ("Level3Age19", ALL, ALL_PEOPLE),
        ("Level3_FMS_Attain", MEALS, ELIGIBLE),
        ("NonFSM_L3_aged19", MEALS, NOT_ELIGIBLE),
        ("Age19_SEN-S_L3", NEEDS, PLAN),
        ("Age19_SENwoS_L3", NEEDS, SUPPORT),
        ("Age19_NoNSEN_L3", NEEDS, NO_NEED),
    ),
    "higher_education_at_19": (
        ("HE_19_All", ALL, ALL_PEOPLE),
        ("HE_19_FSM", MEALS, ELIGIBLE),
        ("HE_19_Non_FSM", MEALS, NOT_ELIGIBLE),
    ),
    "persistent_absence": (
        ("TotPerAbNew", ALL, ALL_PEOPLE),
        ("LAC_Pers_Abs", CARE, LOOKED_AFTER),
        ("CPPPerAbs_3Term", CARE, PROTECTED),
    ),
    "sustained_education_after_16": (
        ("SusEdOverall_All", ALL, ALL_PEOPLE),
        ("SusEdOverall_SEN_Stat_incSpec", NEEDS, PLAN),
        ("SusEdOverall_SEN_NoStat_incSpec", NEEDS, SUPPORT),
        ("SusEdOverall_NoSEN_incSpec", NEEDS, NO_NEED),
    ),
    "permanent_exclusions": (("TotPermEx", ALL, ALL_PEOPLE),),
    "pupils_suspended": (("Total_ Pup_FixedEx", ALL, ALL_PEOPLE),),
    "infant_mortality": (("InfMort", ALL, ALL_PEOPLE),),
    "low_birth_weight": (("Low_Birth_Weight_Babies", ALL, ALL_PEOPLE),),
    "breastfeeding_at_6_to_8_weeks": (("6wksBreast", ALL, ALL_PEOPLE),),
    "under_18_conceptions": (("Under18concep", ALL, ALL_PEOPLE),),
    "excess_weight_reception": (("ExcessRec", ALL, ALL_PEOPLE),),
    "excess_weight_year_6": (("ExcessYr6", ALL, ALL_PEOPLE),),
    "injury_admissions_0_to_14": (("HospAd0-14", ALL, ALL_PEOPLE),),
    "mental_health_admissions_0_to_17": (("CMH_0-17yrs", ALL, ALL_PEOPLE),),
    "children_looked_after": (("LAC", ALL, ALL_PEOPLE),),
    "children_in_need": (("CIN", ALL, ALL_PEOPLE),),
    "child_protection_plans": (("CPP_rate", ALL, ALL_PEOPLE),),
    "care_leavers_in_education_or_work": (("CareLeaverEET", ALL, ALL_PEOPLE),),
    "care_leavers_in_suitable_homes": (("CareLeaverAcc", ALL, ALL_PEOPLE),),
    "looked_after_children_dental_checks": (("LACDental%", ALL, ALL_PEOPLE),),
    "neet_or_not_known_16_to_17": (("16-17_not known_NEET", ALL, ALL_PEOPLE),),
    "ehc_plans_within_20_weeks": (("SEN_EHC_Excpt_20wks", ALL, ALL_PEOPLE),),
}

#: The tool's short name: our measure, characteristic and group.
GROUPED = {
    short: (measure, characteristic, group)
    for measure, entries in MEASURES.items()
    for short, characteristic, group in entries
}
