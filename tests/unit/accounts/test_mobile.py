"""Mobile numbers as people write them, and the one form in which they are kept."""

import pytest

from goldenthread.accounts.mobile import LONGEST_MOBILE, NotAMobile, normalise_mobile, show_mobile


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("07700900123", "+447700900123"),
        (" 07700 900 123 ", "+447700900123"),
        ("07700\u00a0900123", "+447700900123"),
        ("07700-900-123", "+447700900123"),
        ("(07700) 900123", "+447700900123"),
        ("07700.900.123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("+4407700900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("07624 900123", "+447624900123"),
        ("+353 20 910 1234", "+353209101234"),
        ("00353 20 910 1234", "+353209101234"),
        ("+12025550123", "+12025550123"),
    ],
)
def test_one_form_is_kept_whatever_was_typed(typed: str, kept: str) -> None:
    assert normalise_mobile(typed) == kept
    assert normalise_mobile(kept) == kept
    assert len(kept) <= LONGEST_MOBILE


@pytest.mark.parametrize(
    "typed",
    [
        "none",
        "0770090012",
        "077009001234",
        "01632 960001",
        "+44 1632 960001",
        "07012 345678",
        "07600 123456",
        "7700900123",
        "+0123456789",
        "+123",
        "+1234567890123456",
        "07700 90012a",
        "07700 900123; 07700 900124",
        "٠٧٧٠٠٩٠٠١٢٣",
        "++447700900123",
    ],
)
def test_what_no_text_message_reaches_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(NotAMobile, match="Enter a mobile number, like 07700 900123") as refusal:
        normalise_mobile(typed)
    assert typed not in str(refusal.value), "a number in a refusal is a number in a log"


def test_a_number_is_shown_as_people_here_read_it() -> None:
    assert show_mobile("+447700900123") == "07700 900123"
    assert show_mobile("+353209101234") == "+353209101234"
    assert show_mobile("") == ""
    assert normalise_mobile(show_mobile("+447700900123")) == "+447700900123"
