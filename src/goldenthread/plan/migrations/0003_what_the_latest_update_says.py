"""Each action keeps when its latest update was written and what was in the way, beside which update it is."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_what_it_says(apps, schema_editor):
    Action, Update = (apps.get_model("plan", name) for name in ("Action", "Update"))
    latest = Update.objects.filter(pk=OuterRef("latest_update"))
    Action.objects.filter(latest_update__isnull=False).update(
        latest_update_at=Subquery(latest.values("written_at")), obstacle=Subquery(latest.values("in_the_way"))
    )


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0002_latest_updates'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='latest_update_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='action',
            name='obstacle',
            field=models.TextField(blank=True, default='', editable=False, help_text='What is in the way, as the latest update says.'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['plan', 'latest_update_at'], name='plan_action_by_latest_update'),
        ),
        migrations.RunPython(keep_what_it_says, migrations.RunPython.noop),
    ]
