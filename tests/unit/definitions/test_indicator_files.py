"""Every definition is complete, true to its source's tables, and refused in a sentence when it is not."""

from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from goldenthread.core.indicators import Aggregation, Indicator, IntervalMethod
from goldenthread.definitions import (
    DefinitionError,
    load_characteristics,
    load_framework,
    load_indicators,
    read_indicator_file,
)
from goldenthread.definitions.indicator import AREA_KINDS, FOLDER
from goldenthread.engine import tables
from goldenthread.sources import all_sources

INDICATORS = load_indicators()


def test_there_are_enough_indicators_over_all_value_sources():
    assert len(INDICATORS) >= 60
    assert {indicator.source for indicator in INDICATORS.values()} == {
        "census_2021",
        "covid_vaccination",
        "dfe_children",
        "indices_of_deprivation_2019",
        "indices_of_deprivation_2025",
        "msoa_life_expectancy",
        "ons_local_statistics",
        "statutory_homelessness",
    }


def test_every_marmot_principle_has_an_indicator():
    principles = {indicator.marmot_principle for indicator in INDICATORS.values()} - {None}
    assert principles == {principle.number for principle in load_framework("marmot").principles}


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
def test_every_field_of_a_definition_says_something(indicator):
    may_be_empty = {"breakdowns", "aggregation_reason", "interval_reason", "marmot_principle"}
    for item in fields(Indicator):
        value = getattr(indicator, item.name)
        if item.name not in may_be_empty and not isinstance(value, bool):
            assert value not in ("", (), None), item.name
        for word in ("to be confirmed", "to be added", "not yet known", "see above"):
            assert word not in str(value).casefold(), item.name
    assert len(indicator.plain_name) <= 80
    assert not indicator.plain_name[0].islower()
    assert len(indicator.definition.split()) >= 8
    assert indicator.definition.endswith(".")
    assert all(caveat.endswith(".") for caveat in indicator.caveats)
    assert indicator.plain_name != indicator.name


def _slugs(*, wrong):
    """The indicators that are `wrong`, by slug."""
    return [indicator.slug for indicator in INDICATORS.values() if wrong(indicator)]


def test_counts_are_only_summed_where_there_is_a_denominator():
    summed = Aggregation.SUM_OF_COUNTS
    assert _slugs(wrong=lambda found: found.aggregation is summed and found.denominator == "none") == []


def test_an_interval_is_only_worked_out_from_counts_that_can_be_summed():
    worked_out = (IntervalMethod.WILSON, IntervalMethod.BYAR)
    summed = Aggregation.SUM_OF_COUNTS
    assert _slugs(wrong=lambda found: found.interval in worked_out and found.aggregation is not summed) == []


def test_a_wilson_interval_is_of_a_percentage():
    wilson = IntervalMethod.WILSON
    assert _slugs(wrong=lambda found: found.interval is wilson and (found.unit, found.multiplier) != ("%", 100)) == []


@pytest.mark.parametrize("words", ["life expectancy", "median", "mortality from"])
def test_what_cannot_be_averaged_is_refused(words):
    named = [found for found in INDICATORS.values() if words in found.name.casefold()]
    assert named
    assert {found.aggregation for found in named} == {Aggregation.REFUSED}


def test_small_areas_of_2011_are_said_to_be_so():
    old = [found for found in INDICATORS.values() if "lsoa11" in found.geography]
    assert old
    assert [found.slug for found in old if not any("2011" in caveat for caveat in found.caveats)] == []


def test_plain_names_tell_indicators_apart():
    names = [indicator.plain_name.casefold() for indicator in INDICATORS.values()]
    assert sorted(names) == sorted(set(names))


def test_the_kinds_of_area_are_those_of_the_engine():
    assert set(tables.AREA_KINDS) == AREA_KINDS


def test_sources_are_known_and_are_published_for_the_areas_named():
    for indicator in INDICATORS.values():
        source = all_sources()[indicator.source].SOURCE
        assert set(indicator.geography) <= set(source.geography), indicator.slug
        if source.measures:
            assert indicator.measure in source.measures, indicator.slug


def test_breakdowns_of_children_s_measures_are_those_the_source_puts_together():
    from goldenthread.sources.dfe_measures import MEASURES

    for indicator in INDICATORS.values():
        if indicator.source == "dfe_children":
            given = {characteristic for _, characteristic, _ in MEASURES[indicator.measure]} - {"all"}
            assert set(indicator.breakdowns) == given, indicator.slug


COMPLETE = yaml.safe_load((FOLDER / "vaccination.yaml").read_text(encoding="utf-8"))


def _written(folder: Path, **changes: object) -> Path:
    """A file with one complete definition, changed; a field changed to None is left out."""
    content = yaml.safe_load(yaml.safe_dump(COMPLETE))
    (entry,) = content["indicators"].values()
    for key, value in changes.items():
        if value is None:
            del entry[key]
        else:
            entry[key] = value
    content["indicators"] = {"an-indicator": entry}
    path = folder / "broken.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_a_complete_definition_is_read(tmp_path):
    assert list(read_indicator_file(_written(tmp_path))) == ["an-indicator"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"plain_name": None}, "'plain_name' is missing"),
        ({"plain_nmae": "x"}, "'plain_nmae' is not known"),
        ({"polarity": "good"}, "'polarity' is 'good'; it should be one of"),
        ({"unit": "  "}, "'unit' should be text"),
        ({"geography": ["parish"]}, r"names \['parish'\]"),
        ({"geography": []}, "names nothing"),
        ({"breakdowns": ["shoe size"]}, "characteristics.yaml does not define"),
        ({"marmot_principle": 9}, "it should be 1 to 8"),
        ({"aggregation": "refused"}, "'aggregation_reason' belongs to"),
        ({"interval_reason": None}, "'interval_reason' belongs to"),
        ({"interval": "Wilson score", "interval_reason": None, "denominator": "none"}, "needs a denominator"),
        ({"decimals": 9}, "it should be 0 to 3"),
        ({"decimals": "one"}, "which is of the wrong kind"),
        ({"multiplier": -1}, "it should be above 0"),
        ({"plain_name": "It ends with a stop."}, "should not end with a full stop"),
        ({"caveats": "one"}, "'caveats' should be a list"),
    ],
)
def test_an_incomplete_or_contradictory_definition_is_refused_by_name(tmp_path, changes, sentence):
    with pytest.raises(DefinitionError, match=rf"broken\.yaml: In 'an-indicator'.*{sentence}"):
        read_indicator_file(_written(tmp_path, **changes))


def test_a_key_written_twice_is_refused(tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text("theme: A\ntheme: B\n", encoding="utf-8")
    with pytest.raises(
        DefinitionError, match=r"twice\.yaml: Line 2 is not valid YAML: the key 'theme' is written twice"
    ):
        read_indicator_file(path)


def test_a_slug_that_could_not_be_an_address_is_refused(tmp_path):
    content = {**COMPLETE, "indicators": {"An Indicator": next(iter(COMPLETE["indicators"].values()))}}
    path = tmp_path / "slug.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DefinitionError, match="small letters, digits and hyphens"):
        read_indicator_file(path)


def test_a_choice_of_its_own_does_away_with_the_shared_reason(tmp_path):
    (entry,) = COMPLETE["indicators"].values()
    own = {**entry, "interval": "Wilson score"}
    shared = {"interval_reason": own.pop("interval_reason")}
    path = tmp_path / "shared.yaml"
    path.write_text(yaml.safe_dump({**COMPLETE, "shared": shared, "indicators": {"own": own}}), encoding="utf-8")
    assert read_indicator_file(path)["own"].interval_reason == ""


def test_groups_that_sources_use_are_defined():
    from goldenthread.sources.dfe_measures import GROUPED

    characteristics = load_characteristics()
    for _, characteristic, group in GROUPED.values():
        if characteristic != "all":
            assert characteristics[characteristic].group_named(group) == group
