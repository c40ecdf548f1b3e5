"""A document becomes a tagged PDF (PDF/UA-1), typeset by Typst."""
