"""What fits into one text message: the letters phones agree on, and how many of them."""

from __future__ import annotations

import secrets
import unicodedata
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from goldenthread.messages import links

#: A message of these letters (GSM 03.38, its basic table) has room for this many. One other letter, and it has 70.
ONE_TEXT = 160
GSM_LETTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)

_PLAINER = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "…": "...", "\u00a0": " ",
     "[": "(", "]": ")", "{": "(", "}": ")"}
)  # fmt: skip


def in_plain_letters(words: str) -> str:
    """The words in letters that every phone has: curly marks straight, accents kept only where the table has them."""
    return "".join(each if each in GSM_LETTERS else _without_accent(each) for each in words.translate(_PLAINER))


def shorten(words: str, room: int) -> str:
    """The words in plain letters and no longer than the room, cut between words where that is possible."""
    plain = " ".join(in_plain_letters(words).split())
    if len(plain) <= room:
        return plain
    cut = plain[: max(room - 3, 0)]
    if plain[len(cut)] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return f"{cut.rstrip(' ,;:-')}..."[:room]


def room_beside_link(purpose: str) -> int:
    """How many letters of one text message a link of the purpose leaves, with the address of this site."""
    return ONE_TEXT - len(settings.WAGTAILADMIN_BASE_URL.rstrip("/")) - links.short_path_length(purpose)


def keep_in_folder(number: str, words: str) -> None:
    """For a demonstration: each text message becomes a file beside the e-mails, and leaves this machine by no way."""
    folder = Path(settings.TEXT_MESSAGE_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{timezone.localtime():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.txt"
    (folder / name).write_text(f"To: {number}\n\n{words}\n", encoding="utf-8")


def _without_accent(letter: str) -> str:
    bare = "".join(each for each in unicodedata.normalize("NFKD", letter) if each in GSM_LETTERS)
    return bare or "?"
