"""When a consent lets something be used, and what is taken out of a text when it no longer does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reports.claims import MarkKind, find_marks
from goldenthread.reports.stories.consenting import is_name, names_them, state_of, why_not, why_not_told
from goldenthread.reports.stories.kinds import Channel, ConsentState, Scope
from goldenthread.reports.stories.notices import NOTICE, marks_in, take_out

TODAY = date(2026, 6, 15)


@dataclass
class Given:
    """What the rules ask of a consent, without a database."""

    reference: str = "C-1"
    given_on: date = TODAY
    until: date | None = None
    withdrawn_on: date | None = None
    public_name: str = "Ann"
    covers_story: bool = True
    covers_quote: bool = True
    covers_picture: bool = True
    on_website: bool = True
    in_reports: bool = True
    on_social_media: bool = True


days = st.integers(-3, 3).map(lambda each: TODAY + timedelta(days=each))


@given(days, st.none() | days, st.none() | days)
def test_a_consent_holds_from_its_day_to_its_last_and_never_once_it_is_withdrawn(given_on, until, withdrawn_on):
    consent = Given(given_on=given_on, until=until, withdrawn_on=withdrawn_on)
    holds = given_on <= TODAY and (until is None or until >= TODAY) and (withdrawn_on is None or withdrawn_on > TODAY)
    assert (state_of(consent, on=TODAY) is ConsentState.LIVE) == holds
    assert (why_not(consent, Scope.STORY, Channel.WEBSITE, on=TODAY) == "") == holds


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("channel", Channel)
def test_what_and_where_are_each_asked(scope, channel):
    assert why_not(Given(), scope, channel, on=TODAY) == ""
    assert "does not cover" in why_not(Given(**{scope.field: False}), scope, channel, on=TODAY)
    assert channel.words in why_not(Given(**{channel.field: False}), scope, channel, on=TODAY)


def told(*consents, quoted=(), has_pictures=False, is_about_a_person=True, channel=Channel.WEBSITE):
    return why_not_told(
        consents, quoted=quoted, has_pictures=has_pictures, is_about_a_person=is_about_a_person, channel=channel,
        on=TODAY,
    )  # fmt: skip


def test_everybody_in_a_story_has_to_agree():
    assert told(Given()) == ()
    assert "No consent is named" in told()[0]
    assert told(is_about_a_person=False) == ()
    assert "No consent is named" in told(is_about_a_person=False, quoted=["Ann"])[0]
    assert "was withdrawn on 15 June 2026" in told(Given(), Given(reference="C-2", withdrawn_on=TODAY))[0]
    assert told(Given(covers_story=False)) == ("None of the consents covers a story.",)
    assert told(Given(), quoted=["Ann, 62", ""]) == ()
    assert told(Given(), quoted=["Len"]) == ("“Len” is quoted, and none of the consents is theirs.",)
    assert told(Given(covers_quote=False), quoted=["Ann"]) == ("The consent of Ann does not cover their words.",)
    assert "none of the consents covers a picture" in told(Given(covers_picture=False), has_pictures=True)[0]
    assert told(Given(covers_picture=False)) == ()


def test_names_and_aliases():
    assert is_name("Edith", "edith of Ropewalk")
    assert not is_name("Ed", "Edith")
    assert not names_them("Annie", "Anne Marie Li")
    assert names_them("Marie of Mill Ward", "Anne Marie Li")


TEXT = (
    "We rang [Edith](story:edith) twice.\nShe was at home.\n\nNobody else.\n\n"
    "- one said [“It was warm”](quote:C-2026/14) and [over 200](claim:visits)\n- two\n- [hers](story:edith) and more"
)


def test_a_storys_paragraph_and_a_quotations_words_are_taken_out():
    assert marks_in(TEXT) == {"story:edith", "quote:C-2026/14"}
    assert take_out(TEXT, set()) == TEXT
    assert take_out(TEXT, {"story:other"}) == TEXT
    assert take_out(TEXT, {"story:edith", "quote:C-2026/14"}) == (
        f"{NOTICE}\n\nNobody else.\n\n- one said {NOTICE} and [over 200](claim:visits)\n- two\n- {NOTICE}"
    )


@given(st.sets(st.sampled_from(["story:edith", "quote:C-2026/14", "story:other"])))
def test_nothing_of_what_is_withdrawn_is_left_and_everything_else_is(withdrawn):
    left = take_out(TEXT, withdrawn)
    assert marks_in(left) == marks_in(TEXT) - withdrawn
    assert "Nobody else." in left
    assert "- two\n" in left
    assert take_out(left, withdrawn) == left


def test_a_quotation_is_a_mark_of_its_own():
    (mark,) = find_marks("[“It was warm”](quote:C-2026-014)")
    assert (mark.kind, mark.words, mark.slug) == (MarkKind.QUOTE, "“It was warm”", "C-2026-014")
