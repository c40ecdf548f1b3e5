"""Which actions wait for which, for what was published before that was kept beside the documents."""

from django.db import migrations

BATCH = 500


def keep_waits(apps, schema_editor):
    EditionItem = apps.get_model("plan", "EditionItem")
    EditionWait = apps.get_model("plan", "EditionWait")
    waiting = EditionItem.objects.filter(kind="action", document__has_key="waits_for").order_by("pk")
    rows = []
    for edition, number, document in waiting.values_list("edition_id", "number", "document").iterator(chunk_size=BATCH):
        rows += [
            EditionWait(edition_id=edition, number=number, first_number=first)
            for first in dict.fromkeys(document["waits_for"])
        ]
    EditionWait.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_published_waits")]
    operations = [migrations.RunPython(keep_waits, migrations.RunPython.noop)]
