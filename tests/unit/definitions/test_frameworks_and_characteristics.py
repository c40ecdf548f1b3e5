"""Frameworks are numbered without a gap, characteristics know their groups, and mistakes are named."""

import pytest

from goldenthread.definitions import DefinitionError, framework_slugs, load_characteristics, load_framework
from goldenthread.definitions.characteristic import read_characteristics_file
from goldenthread.definitions.framework import read_framework_file


def test_marmot_has_eight_principles_in_order():
    framework = load_framework("marmot")
    assert [principle.number for principle in framework.principles] == list(range(1, 9))
    assert framework.principle(1).name == "Give every child the best start in life"
    with pytest.raises(KeyError, match="has no principle 9"):
        framework.principle(9)


def test_every_framework_that_is_kept_says_who_wrote_it_and_when_it_was_looked_at():
    assert framework_slugs() == ("equality-duty", "equality-framework", "marmot")
    counts = {slug: len(load_framework(slug).principles) for slug in framework_slugs()}
    assert counts == {"equality-duty": 3, "equality-framework": 4, "marmot": 8}
    assert all(load_framework(slug).authors and load_framework(slug).reference for slug in framework_slugs())


def test_an_unknown_framework_is_a_sentence():
    with pytest.raises(DefinitionError, match=r"nowhere\.yaml: There is no such file in frameworks/"):
        load_framework("nowhere")


def test_principles_out_of_order_are_refused(tmp_path):
    path = tmp_path / "other.yaml"
    path.write_text(
        "name: A\nauthors: B\nreference: C\nreviewed: 2026-01-01\n"
        "principles:\n  - {number: 2, name: One, plain_name: First}\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError, match="principle 1 says 2"):
        read_framework_file(path)


@pytest.mark.parametrize(
    ("characteristic", "written", "group"),
    [
        ("sex", "Females", "Women"),
        ("ethnicity", "asian, asian british or  asian welsh", "Asian or Asian British"),
        ("ethnicity", "Martian", None),
        ("disability", "Not disabled under the Equality Act", "Not disabled"),
    ],
)
def test_a_publisher_s_word_for_a_group_is_understood(characteristic, written, group):
    assert load_characteristics()[characteristic].group_named(written) == group


def test_protected_characteristics_are_those_of_the_act():
    protected = {slug for slug, found in load_characteristics().items() if found.is_protected}
    assert protected == {
        "sex", "age", "ethnicity", "religion", "disability", "sexual-orientation", "gender-reassignment",
        "pregnancy-maternity", "marriage-civil-partnership",
    }  # fmt: skip


def test_a_name_that_stands_for_two_groups_is_refused(tmp_path):
    path = tmp_path / "characteristics.yaml"
    path.write_text(
        "reviewed: 2026-01-01\ncharacteristics:\n  sex:\n    name: Sex\n    plain_name: Sex\n    basis: place\n"
        "    is_ordered: false\n    note: A note.\n    groups: [Women, {name: Men, also: [women]}]\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError, match="the group name 'women' stands for two groups"):
        read_characteristics_file(path)
