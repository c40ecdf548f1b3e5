
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('lsoa21', 'small area (LSOA, 2021)'), ('lsoa11', 'small area (LSOA, 2011)'), ('msoa21', 'neighbourhood (MSOA, 2021)'), ('msoa11', 'neighbourhood (MSOA, 2011)'), ('ward24', 'ward (2024)'), ('locality', "the council's own neighbourhood"), ('district', 'district, unitary or metropolitan borough'), ('county', 'county'), ('region', 'region'), ('country', 'country')], max_length=20)),
                ('population', models.PositiveIntegerField(blank=True, null=True)),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('outline', models.TextField(blank=True, help_text='GeoJSON geometry, longitude and latitude, simplified.')),
                ('outline_basis', models.CharField(blank=True, max_length=80)),
                ('longitude', models.FloatField(blank=True, help_text='Of a point inside the outline.', null=True)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('is_current', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Council',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=9, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('lsoa21', 'small area (LSOA, 2021)'), ('lsoa11', 'small area (LSOA, 2011)'), ('msoa21', 'neighbourhood (MSOA, 2021)'), ('msoa11', 'neighbourhood (MSOA, 2011)'), ('ward24', 'ward (2024)'), ('locality', "the council's own neighbourhood"), ('district', 'district, unitary or metropolitan borough'), ('county', 'county'), ('region', 'region'), ('country', 'country')], max_length=20)),
                ('snapshot_id', models.CharField(blank=True, max_length=100)),
                ('filled_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AreaLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(max_length=20)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parent_links', to='place.area')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='child_links', to='place.area')),
            ],
        ),
        migrations.AddField(
            model_name='area',
            name='parents',
            field=models.ManyToManyField(related_name='children', through='place.AreaLink', to='place.area'),
        ),
        migrations.AddField(
            model_name='area',
            name='council',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='place.council'),
        ),
        migrations.CreateModel(
            name='Postcode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True)),
                ('small_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='place.area')),
                ('ward', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='place.area')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.AddConstraint(
            model_name='arealink',
            constraint=models.UniqueConstraint(fields=('child', 'parent'), name='an_area_lies_in_another_once'),
        ),
        migrations.AddIndex(
            model_name='area',
            index=models.Index(fields=['kind', 'name'], name='area_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(fields=('code', 'kind'), name='one_area_for_each_code_and_kind'),
        ),
    ]
