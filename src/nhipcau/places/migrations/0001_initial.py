import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import nhipcau.core.together
import nhipcau.places.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='Locality',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('issuer', models.CharField(help_text='UBND phường Sông Cầu', max_length=160)),
                    ('time_zone', models.CharField(default=nhipcau.places.models.usual_zone, max_length=40)),
                    ('phone', models.CharField(blank=True, max_length=20)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('quiet_from', models.TimeField(default=nhipcau.places.models.usual_quiet_from)),
                    ('quiet_until', models.TimeField(default=nhipcau.places.models.usual_quiet_until)),
                    ('loudspeaker_hours', models.CharField(default=nhipcau.places.models.usual_loudspeaker, max_length=60)),
                    ('emergency_reserve', models.PositiveSmallIntegerField(default=1, help_text='OA broadcasts a month kept for emergencies')),
                    ('ward_helpers', models.PositiveSmallIntegerField(default=6)),
                    ('escalate_after', models.PositiveSmallIntegerField(default=5, help_text='minutes of silence until a leader is told by the next way')),
                    ('drill_day', models.PositiveSmallIntegerField(default=1, help_text='working day of the month on which leaders are drilled; 0 is never')),
                    ('drill_at', models.TimeField(default=datetime.time(9, 0))),
                    ('is_office', models.BooleanField(default=False, help_text="a province's own tenant: its staff sign in, nobody lives there")),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('overseen_by', models.ForeignKey(blank=True, help_text='the office that sees its counts', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wards', to='places.locality')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('is_office', False), ('overseen_by', None), _connector='OR'), name='office_stands_alone')],
                },
            ), migrations.CreateModel(
                name='OpeningHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('weekday', models.PositiveSmallIntegerField()),
                    ('opens', models.TimeField()),
                    ('closes', models.TimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=8)),
                    ('name', models.CharField(max_length=120)),
                    ('level', models.CharField(choices=[('province', 'Cấp tỉnh'), ('district', 'Cấp huyện'), ('commune', 'Cấp xã')], max_length=10)),
                    ('valid_from', models.DateField(null=True)),
                    ('valid_to', models.DateField(null=True)),
                    ('source', models.CharField(blank=True, max_length=200)),
                    ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.unit')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(models.F('level'), models.F('code'), django.db.models.functions.comparison.Coalesce('valid_from', models.Value(datetime.date(1900, 1, 1))), name='unit_code_once_per_time')],
                },
            ), migrations.CreateModel(
                name='Succession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('is_whole', models.BooleanField()),
                    ('basis', models.CharField(blank=True, max_length=300)),
                    ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='became', to='places.unit')),
                    ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='came_from', to='places.unit')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor', 'on'), name='succession_once')],
                },
            ), migrations.CreateModel(
                name='Neighbourhood',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('number', models.PositiveSmallIntegerField(null=True)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('has_megaphone', models.BooleanField(default=False, help_text='a loudspeaker carried by hand')),
                    ('has_gong', models.BooleanField(default=False)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('former_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [models.UniqueConstraint(models.F('locality'), django.db.models.functions.comparison.Coalesce('former_unit', 0), models.F('name'), name='neighbourhood_name_once')],
                },
            ), migrations.CreateModel(
                name='Lineage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('is_whole', models.BooleanField()),
                    ('basis', models.CharField(help_text='number of the decision', max_length=160)),
                    ('record', models.BigIntegerField(help_text='plain id of the merger that made it')),
                    ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('predecessor', 'record'), name='lineage_once')],
                },
            ), migrations.CreateModel(
                name='Holiday',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('name', models.CharField(max_length=80)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'on'), name='holiday_once')],
                },
            ), migrations.CreateModel(
                name='ServiceCentre',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='Trung tâm Phục vụ hành chính công tỉnh …', max_length=160)),
                    ('url', models.CharField(help_text="{code} stands for the procedure's code", max_length=300)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['-valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('locality', 'valid_from'), name='centre_once_a_day')],
                },
            )],
        ),
    ]
