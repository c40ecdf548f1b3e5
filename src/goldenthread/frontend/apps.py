"""The frontend room."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """The shell: base pages, components and style. It knows no word of the domain."""

    name = "goldenthread.frontend"
    label = "frontend"
    verbose_name = "Frontend"
    default_auto_field = "django.db.models.BigAutoField"
