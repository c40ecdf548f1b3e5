"""What waits for what in a published plan, as rows that can be asked for; and measures by their action."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0003_facts'),
        ('plan', '0001_plans_groups_and_promises'),
    ]

    operations = [
        migrations.CreateModel(
            name='EditionWait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='The action that waits.', max_length=20)),
                ('first_number', models.CharField(help_text='The action that has to be done first.', max_length=20)),
            ],
            options={
                'ordering': ['edition', 'pk'],
            },
        ),
        migrations.RemoveIndex(
            model_name='editionitem',
            name='plan_item_by_section',
        ),
        migrations.AddIndex(
            model_name='editionitem',
            index=models.Index(fields=['edition', 'section_number', 'kind'], name='plan_item_of_section'),
        ),
        migrations.AddIndex(
            model_name='editionitem',
            index=models.Index(fields=['edition', 'kind', 'action_number'], name='plan_item_of_action'),
        ),
        migrations.RemoveIndex(
            model_name='prepareditem',
            name='plan_prepared_by_section',
        ),
        migrations.AddIndex(
            model_name='prepareditem',
            index=models.Index(fields=['released', 'section_number', 'kind'], name='plan_prepared_of_section'),
        ),
        migrations.AddIndex(
            model_name='prepareditem',
            index=models.Index(fields=['released', 'kind', 'action_number'], name='plan_prepared_of_action'),
        ),
        migrations.AddField(
            model_name='editionwait',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='plan.edition'),
        ),
        migrations.AddConstraint(
            model_name='editionwait',
            constraint=models.UniqueConstraint(fields=('edition', 'first_number', 'number'), name='plan_wait_is_published_once'),
        ),
    ]
