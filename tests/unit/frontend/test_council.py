"""A council's settings are checked before a page is shown."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from goldenthread.frontend import colour
from goldenthread.frontend.council import Council


def council(**changes):
    return Council(**{"name": "Testham Council", "code": "E08000099", "short_name": "Testham", **changes})


def test_the_accent_for_dark_pages_can_be_read_on_them():
    assert colour.contrast(council(accent="#12436d").accent_on_dark, colour.NIGHT) >= colour.TEXT_CONTRAST


def test_a_pale_accent_is_refused_with_a_darker_shade_to_use():
    with pytest.raises(ImproperlyConfigured, match="choose a darker shade, such as #") as refusal:
        council(accent="#ffd700")
    advised = str(refusal.value).split("such as ")[1].rstrip(".")
    assert council(accent=advised).accent == advised


@pytest.mark.parametrize("accent", ["blue", "#12", "rgb(1,2,3)", ""])
def test_an_accent_that_is_no_colour_is_refused(accent):
    with pytest.raises(ImproperlyConfigured, match="six hexadecimal digits"):
        council(accent=accent)


@pytest.mark.parametrize("missing", ["name", "code", "short_name"])
def test_a_council_without_a_name_is_refused(missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        council(**{missing: ""})


def test_a_file_gives_the_council(tmp_path):
    file = tmp_path / "council.toml"
    file.write_text('name = "Testham Council"\ncode = "E08000099"\nshort_name = "Testham"\nphone = "01632 960001"\n')
    assert Council.from_file(file) == council(phone="01632 960001")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name = ", "cannot be read"),
        ('name = "A"\ncode = "B"\nshort_name = "C"\nmotto = "D"', "does not know: motto"),
        ('name = "A"', "does not give the council's code, short_name"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_what_is_wrong(tmp_path, content, sentence):
    file = tmp_path / "council.toml"
    file.write_text(content)
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        Council.from_file(file)
    assert str(file) in str(refusal.value)
