"""What no font at hand can show: a symbol is written out by its name, so that the PDF can be made and read aloud."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Symbols, and code points that nobody has given a character yet or that are private. Letters are never spelt out:
#: a name in a script that no font has is refused, because its letters' names would be nobody's name.
_SPELT = {"So", "Sk", "Sm", "Sc", "Cn", "Co"}
#: Up to here every font has everything that a report in a European language is written in.
_PLAIN = "\u024f"


def make_speller(fonts: Any, folder: Path) -> Callable[[str], str]:
    """Return a function that writes out symbols which none of the fonts can show."""
    known: dict[str, str] = {}

    def spell(words: str) -> str:
        if words.isascii():
            return words
        for character in {each for each in words if each > _PLAIN} - known.keys():
            known[character] = character if _is_shown(character, fonts, folder) else _name(character)
        return "".join(known.get(character, character) for character in words)

    return spell


def _is_shown(character: str, fonts: Any, folder: Path) -> bool:
    if unicodedata.category(character) not in _SPELT:
        return True
    import typst

    probe = folder / "probe.typ"
    probe.write_text(f'#set document(title: "Probe")\n#text("\\u{{{ord(character):x}}}")\n', encoding="utf-8")
    try:
        typst.Compiler(str(probe), root=str(folder), font_paths=fonts).compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True


def _name(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"[{name}]" if name else f"[symbol U+{ord(character):04X}]"
