"""Words with holes for values, and a mark for the link."""

import pytest

from goldenthread.messages.wording import LINK_MARK, NoSuchWording, Wording, purpose_of, wording_named


def make_wording(**fields: str) -> Wording:
    return Wording(
        **{"slug": "w", "purpose": "Something", "subject": "About $thing", "body": "Hi $name: $link", **fields}
    )


def test_values_are_put_in_and_the_link_is_marked() -> None:
    subject, body = make_wording().written({"thing": "Action 10", "name": "Grace"})
    assert (subject, body) == ("About Action 10", f"Hi Grace: {LINK_MARK}")


def test_a_value_that_looks_like_a_hole_stays_as_it_is() -> None:
    subject, _ = make_wording().written({"thing": "$name", "name": "Grace"})
    assert subject == "About $name"


def test_a_missing_value_is_named() -> None:
    with pytest.raises(ValueError, match="needs name, thing"):
        make_wording().written({})


def test_fields_are_known_before_anything_is_sent() -> None:
    assert make_wording(text="${other}").fields == {"thing", "name", "other"}
    assert make_wording().has_link
    assert not make_wording(body="Hi").has_link


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"subject": "$link"}, "link in its subject"),
        ({"body": "100 $ a week"}, "write it twice"),
        ({"text": "x" * 460}, "longer than 459"),
    ],
)
def test_words_that_would_fail_later_are_refused_at_once(fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make_wording(**fields)


def test_unknown_words_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(NoSuchWording, match="discreet, invitation"):
        wording_named("no such thing")
    assert purpose_of("words_of_long_ago") == "words of long ago"
