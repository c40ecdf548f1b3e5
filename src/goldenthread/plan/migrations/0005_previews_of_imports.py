"""How many rows a file had that was brought in, and what became of each."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0004_updates_latest_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='planimport',
            name='preview',
            field=models.JSONField(blank=True, help_text='What was changed, and what became of each row. Not kept of early ones.', null=True),
        ),
        migrations.AddField(
            model_name='planimport',
            name='rows',
            field=models.PositiveIntegerField(blank=True, help_text='Rows of a list, or parts of a file in our form. Not known of early ones.', null=True),
        ),
    ]
