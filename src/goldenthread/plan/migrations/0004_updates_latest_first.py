"""The latest update of each action is found by the index alone: ordered as it is asked for, to the last term."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0003_waits_of_past_editions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='update',
            name='plan_update_by_action',
        ),
        migrations.AddIndex(
            model_name='update',
            index=models.Index(fields=['action', '-written_at', '-id'], name='plan_update_latest_first'),
        ),
    ]
