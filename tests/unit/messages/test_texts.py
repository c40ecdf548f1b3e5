"""What fits into one text message."""

from datetime import date

import pytest
from django.urls import reverse

from goldenthread.messages.texts import (
    GSM_LETTERS,
    ONE_TEXT,
    in_plain_letters,
    keep_in_folder,
    room_beside_link,
    shorten,
)
from goldenthread.plan import wording
from goldenthread.plan.actions.asking import LINK_PURPOSE

#: As long as the address of a council's site is likely to be.
ADDRESS = "https://fairness.alderbrook.gov.uk"


def test_the_table_is_that_of_the_standard() -> None:
    assert len(GSM_LETTERS) == 127, "128 places, of which one leads to the second table"
    assert not GSM_LETTERS & set("[]{}|^~\\€’–…")


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("The council’s “plan” – 2026…", 'The council\'s "plan" - 2026...'),
        ("Tŷ Gwyn", "Ty Gwyn"),
        ("café, Łódź, 你", "café, ?odz, ?"),
        ("[link] {x}", "(link) (x)"),
    ],
)
def test_words_are_put_in_letters_that_every_phone_has(words: str, plain: str) -> None:
    assert in_plain_letters(words) == plain
    assert set(in_plain_letters(words)) <= GSM_LETTERS


def test_long_words_are_cut_between_words_and_never_beyond_the_room() -> None:
    title = "Updates on our plan for April to June 2026"
    assert shorten(title, 60) == title
    assert shorten(title, len(title)) == title
    assert shorten(title, 20) == "Updates on our..."
    assert shorten("Unbreakablewordwithoutend", 10) == "Unbreak..."
    for room in range(3, 60):
        assert len(shorten(title, room)) <= room


@pytest.mark.parametrize("title", ["April to June 2026", "Fairer Alderbrook’s updates – April to June 2026", "Q1"])
@pytest.mark.parametrize("due_on", [date(2026, 5, 1), date(2026, 9, 30)])
def test_a_reminder_is_one_text_message_with_the_address_of_a_real_site(settings, title: str, due_on: date) -> None:
    settings.WAGTAILADMIN_BASE_URL = f"{ADDRESS}/"
    link = ADDRESS + reverse("plan:answer", args=[f"{'x' * 22}:{'y' * 43}"])
    room = room_beside_link(LINK_PURPOSE)
    assert room == ONE_TEXT - len(link)
    values = dict.fromkeys(wording.REMINDED.fields, "")
    values |= wording.in_a_text(title, due_on, room=room)
    _, body = wording.REMINDED.written(values, as_text=True)
    words = body.replace("[link]", link)
    assert len(words) <= ONE_TEXT
    assert set(words) <= GSM_LETTERS
    assert f"please update by {due_on.day} {due_on:%B}: {ADDRESS}" in words


def test_beside_a_very_long_address_the_title_still_says_something() -> None:
    said = wording.in_a_text("Updates from April to June 2026", date(2026, 7, 24), room=0)
    assert said == {"round": "Updates from...", "day": "24 July"}


def test_a_demonstration_keeps_its_texts_in_a_folder(settings, tmp_path) -> None:
    settings.TEXT_MESSAGE_FOLDER = tmp_path / "texts"
    keep_in_folder("+447700900123", "Tea at four")
    keep_in_folder("+447700900124", "Tea at five")
    kept = sorted(path.read_text(encoding="utf-8") for path in (tmp_path / "texts").iterdir())
    assert kept == ["To: +447700900123\n\nTea at four\n", "To: +447700900124\n\nTea at five\n"]
