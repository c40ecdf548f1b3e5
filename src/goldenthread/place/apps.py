"""The place room."""

from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "goldenthread.place"
    label = "place"
    verbose_name = "Place"
    default_auto_field = "django.db.models.BigAutoField"
