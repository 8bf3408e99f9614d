import nhipcau.core.together
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('worker', models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=20)),
                    ('at', models.FloatField()),
                ],
            ), migrations.CreateModel(
                name='PeriodicRun',
                fields=[
                    ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                    ('due_at', models.FloatField()),
                    ('running_until', models.FloatField(default=0)),
                ],
            ), migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('actor_kind', models.CharField(max_length=16)),
                    ('actor_id', models.CharField(max_length=64)),
                    ('verb', models.CharField(max_length=64)),
                    ('subject_kind', models.CharField(max_length=64)),
                    ('subject_id', models.CharField(max_length=64)),
                    ('locality_id_plain', models.BigIntegerField(db_column='locality_id', null=True)),
                    ('before', models.JSONField(default=dict)),
                    ('after', models.JSONField(default=dict)),
                    ('request', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'id'], name='audit_subject'), models.Index(fields=['locality_id_plain', '-id'], name='audit_locality')],
                },
            )],
        ),
    ]
