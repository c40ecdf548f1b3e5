"""A table on its way into the evidence."""

import uuid

from django.conf import settings
from django.db import models


class UploadDraft(models.Model):
    """A table somebody is bringing in, between one step and the next. Nothing of it is evidence until it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict, help_text="Which column is what.")
    leave_out_unmatched = models.BooleanField(default=False)
    definition = models.JSONField(default=dict, blank=True, help_text="What is said of the table.")

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return self.file_name
