"""A document becomes a Word file with real headings, lists, header rows and described pictures."""

from goldenthread.publishing.word.render import WordStyle, render_word

__all__ = ["WordStyle", "render_word"]
