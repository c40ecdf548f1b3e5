"""No page of this site shows anything from another site's server."""

from typing import Any, NoReturn

from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders.base import EmbedFinder


class NoEmbedsFinder(EmbedFinder):  # type: ignore[misc]
    """Answers every address that an editor pastes by refusing it, without asking anyone."""

    def accept(self, url: str) -> bool:
        return True

    def find_embed(self, url: str, *args: Any, **kwargs: Any) -> NoReturn:
        raise EmbedNotFoundException("Nothing from other sites is shown here: link to it in the text instead.")
