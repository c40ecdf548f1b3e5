"""The plan room."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "goldenthread.plan"
    label = "plan"
    verbose_name = "Plan"
    default_auto_field = "django.db.models.BigAutoField"
