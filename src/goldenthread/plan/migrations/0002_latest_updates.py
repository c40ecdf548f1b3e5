"""Each action keeps which of its updates is the latest; what was written before is looked for once, all at a time."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_latest(apps, schema_editor):
    Action, Update = (apps.get_model("plan", name) for name in ("Action", "Update"))
    found = Update.objects.filter(action=OuterRef("pk")).order_by("-written_at", "-pk").values("pk")[:1]
    Action.objects.update(latest_update=Subquery(found))


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0001_plans_and_their_keeping'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='latest_update',
            field=models.ForeignKey(blank=True, editable=False, help_text='Kept with every update that is written, so that lists need not look for it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.update'),
        ),
        migrations.RunPython(keep_latest, migrations.RunPython.noop),
    ]
