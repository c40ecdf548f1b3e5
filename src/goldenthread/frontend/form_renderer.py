"""How forms are drawn: by the site's templates, and lists to choose from and boxes of one line without any.

Every staff list has a form of filters above it. Two templates for each of its controls took as long as the rest of the
page.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

from goldenthread.frontend import drawn

_INPUTS = ("text", "number", "email", "url", "hidden", "date", "password", "search")
_DRAWN: Mapping[str, Callable[[Mapping[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": drawn.draw_select,
    **{f"django/forms/widgets/{kind}.html": drawn.draw_input for kind in _INPUTS},
}


class DrawnControls(TemplatesSetting):
    """Draws the commonest controls at once, as Django's own templates do; all others by their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The control as markup."""
        draw = _DRAWN.get(template_name)
        return super().render(template_name, context, request) if draw is None else draw(context["widget"])
