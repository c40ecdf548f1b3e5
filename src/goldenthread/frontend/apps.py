"""The frontend room."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "goldenthread.frontend"
    label = "frontend"
    verbose_name = "Frontend"
    default_auto_field = "django.db.models.BigAutoField"
