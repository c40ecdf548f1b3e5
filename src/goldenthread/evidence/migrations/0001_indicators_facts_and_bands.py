import django.core.validators
import django.db.models.deletion
import goldenthread.evidence.models.fact
import uuid
from django.conf import settings
from django.db import migrations, models

from goldenthread.frontend.tables_together import TablesTogether


class Migration(TablesTogether):

    # One step for what were four before the first release: each costs every new site, and every test run, seconds.
    replaces = [
        ('evidence', '0001_indicators'),
        ('evidence', '0002_upload_drafts'),
        ('evidence', '0003_facts'),
        ('evidence', '0004_claim_bands'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=58, unique=True)),
                ('subject', models.CharField(help_text='What it is about, in words a resident knows.', max_length=200)),
                ('statistic', models.CharField(choices=goldenthread.evidence.models.fact.statistic_choices, max_length=20)),
                ('question', models.CharField(blank=True, choices=goldenthread.evidence.models.fact.question_choices, max_length=30)),
                ('area_code', models.CharField(blank=True, help_text='Empty for the place itself.', max_length=12)),
                ('floor', models.FloatField(blank=True, null=True)),
                ('next_release_on', models.DateField(blank=True, null=True)),
                ('grace_days', models.PositiveSmallIntegerField(default=60)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retired_because', models.CharField(blank=True, max_length=300)),
                ('refreshed_at', models.DateTimeField(blank=True, null=True)),
                ('refreshed_from', models.CharField(blank=True, help_text='The snapshot that was asked last.', max_length=80)),
                ('changed_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts_owned', to=settings.AUTH_USER_MODEL)),
                ('superseded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='evidence.fact')),
                ('current', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.factversion')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='evidence.indicator')),
            ],
            options={
                'ordering': ['subject', 'slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='fact_has_a_slug'), models.CheckConstraint(condition=models.Q(('question', ''), ('indicator__isnull', False), _connector='OR'), name='fact_that_is_computed_names_its_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('question', 'wards at the floor'), _negated=True), ('floor__isnull', False), _connector='OR'), name='fact_about_a_floor_names_it'), models.CheckConstraint(condition=models.Q(('retired_at__isnull', True), models.Q(('retired_because', ''), _negated=True), _connector='OR'), name='fact_that_is_retired_says_why'), models.CheckConstraint(condition=models.Q(('superseded_by__isnull', True), models.Q(('superseded_by', models.F('id')), _negated=True), _connector='OR'), name='fact_does_not_supersede_itself')],
            },
        ),
        migrations.CreateModel(
            name='FactDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('where', models.CharField(blank=True, help_text='The page, table or paragraph.', max_length=120)),
                ('address', models.URLField(blank=True, max_length=400)),
                ('file_name', models.CharField(blank=True, max_length=150)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('content', models.BinaryField(blank=True, default=bytes)),
                ('sha256', models.CharField(blank=True, max_length=64, validators=[django.core.validators.RegexValidator('^[0-9a-f]{64}$', 'A fingerprint is the 64 hexadecimal digits of a SHA-256.')])),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-added_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('file_name', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), models.Q(('file_name', ''), ('sha256', '')), _connector='OR'), name='fact_document_file_has_its_fingerprint'), models.CheckConstraint(condition=models.Q(models.Q(('file_name', ''), _negated=True), models.Q(('address', ''), _negated=True), _connector='OR'), name='fact_document_is_a_file_or_has_an_address')],
            },
        ),
        migrations.CreateModel(
            name='FactVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('place', models.CharField(blank=True, max_length=120)),
                ('boundary_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('group', models.CharField(blank=True, max_length=120)),
                ('period', models.CharField(blank=True, max_length=80)),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('decimals', models.PositiveSmallIntegerField(default=0)),
                ('value', models.FloatField(blank=True, null=True)),
                ('lower', models.FloatField(blank=True, null=True)),
                ('upper', models.FloatField(blank=True, null=True)),
                ('numerator', models.FloatField(blank=True, null=True)),
                ('denominator', models.FloatField(blank=True, null=True)),
                ('series', models.JSONField(blank=True, default=list, help_text='Every value of a range; first and last of a change.')),
                ('table', models.JSONField(blank=True, default=list, help_text='Of a rank: each peer and its value.')),
                ('peers', models.PositiveIntegerField(blank=True, null=True)),
                ('tied', models.PositiveIntegerField(default=0)),
                ('order', models.CharField(blank=True, choices=goldenthread.evidence.models.fact.order_choices, max_length=20)),
                ('polarity', models.CharField(choices=goldenthread.evidence.models.fact.polarity_choices, default='neither', max_length=20)),
                ('is_clear', models.BooleanField(blank=True, null=True)),
                ('criterion', models.CharField(blank=True, max_length=400)),
                ('is_of_gap', models.BooleanField(blank=True, null=True)),
                ('disclosure', models.CharField(choices=goldenthread.evidence.models.fact.disclosure_choices, default='open', max_length=12)),
                ('missing', models.CharField(blank=True, help_text='Why there is no value.', max_length=400)),
                ('caveat', models.TextField(blank=True)),
                ('as_at', models.DateField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('snapshot', models.CharField(blank=True, max_length=80)),
                ('query', models.JSONField(blank=True, default=dict)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('files', models.JSONField(blank=True, default=list)),
                ('sha256', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('^[0-9a-f]{64}$', 'A fingerprint is the 64 hexadecimal digits of a SHA-256.')])),
                ('note', models.CharField(blank=True, help_text='What changed, and why.', max_length=400)),
                ('recorded_at', models.DateTimeField()),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='evidence.factdocument')),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='evidence.fact')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['fact', 'number'],
                'constraints': [models.UniqueConstraint(fields=('fact', 'number'), name='fact_version_has_its_number'), models.CheckConstraint(condition=models.Q(('verified_by__isnull', True), models.Q(('verified_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='fact_is_not_verified_by_its_author'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='fact_version_says_who_verified_it_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('lower__isnull', True), ('upper__isnull', True)), ('upper__gte', models.F('lower')), _connector='OR'), name='fact_interval_has_two_ends_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('snapshot', ''), _negated=True), ('document__isnull', False), _connector='OR'), name='fact_version_says_where_it_comes_from'), models.CheckConstraint(condition=models.Q(models.Q(('disclosure', 'suppressed'), _negated=True), models.Q(('missing', ''), _negated=True), _connector='OR'), name='fact_that_is_withheld_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('name', models.CharField(help_text='As the publisher says it.', max_length=255)),
                ('plain_name', models.CharField(help_text='As a resident would say it.', max_length=255)),
                ('definition', models.TextField()),
                ('unit', models.CharField(max_length=60)),
                ('polarity', models.CharField(choices=[('higher is better', 'higher is better'), ('lower is better', 'lower is better'), ('neither', 'neither')], max_length=20)),
                ('decimals', models.PositiveSmallIntegerField(default=1)),
                ('source', models.CharField(help_text='Id of the source in goldenthread.sources.', max_length=120)),
                ('theme', models.CharField(max_length=120)),
                ('marmot_principle', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_headline', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['theme', 'plain_name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('marmot_principle__isnull', True), ('marmot_principle__range', (1, 8)), _connector='OR'), name='evidence_indicator_marmot_principle_is_1_to_8'), models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='evidence_indicator_has_a_slug')],
            },
        ),
        migrations.CreateModel(
            name='UploadDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('begun_at', models.DateTimeField()),
                ('file_name', models.CharField(max_length=200)),
                ('sheet', models.CharField(blank=True, max_length=200)),
                ('content', models.BinaryField()),
                ('mapping', models.JSONField(default=dict, help_text='Which column is what.')),
                ('leave_out_unmatched', models.BooleanField(default=False)),
                ('definition', models.JSONField(blank=True, default=dict, help_text='What is said of the table.')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-begun_at'],
            },
        ),
        migrations.CreateModel(
            name='ClaimBands',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.JSONField(blank=True, default=dict, help_text='Only what differs from the default.')),
                ('reason', models.CharField(max_length=600)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bands of wordings',
                'verbose_name_plural': 'bands of wordings',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='claim_bands_have_a_reason')],
            },
        ),
    ]
