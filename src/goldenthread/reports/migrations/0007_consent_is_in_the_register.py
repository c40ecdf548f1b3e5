"""What stories said of consent was moved into the register by the migration before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_consents_and_stories")]
    operations = [
        migrations.RemoveField(
            model_name='storypage',
            name='consent_given_on',
        ),
        migrations.RemoveField(
            model_name='storypage',
            name='consent_reference',
        ),
        migrations.RemoveField(
            model_name='storypage',
            name='consent_until',
        ),
        migrations.RemoveField(
            model_name='storypage',
            name='consent_withdrawn_on',
        ),
    ]
