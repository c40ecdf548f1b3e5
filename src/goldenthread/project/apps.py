"""The project: it assembles the rooms and holds what only the whole site can do."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "goldenthread.project"
    label = "project"
    verbose_name = "Project"
