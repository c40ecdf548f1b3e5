"""What every template can name without being handed it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from goldenthread.frontend.council import this_council
from goldenthread.frontend.views import council_colours_version


def shell(request: HttpRequest) -> dict[str, Any]:
    """The council, and whether this is the demonstration."""
    return {
        "council": this_council(),
        "council_colours_version": council_colours_version(),
        "is_demonstration": getattr(settings, "IS_DEMONSTRATION", False),
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
    }
