import django.db.models.deletion
import nhipcau.core.together
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='AppliedPlaybook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('version', models.CharField(max_length=40)),
                    ('title', models.CharField(max_length=120)),
                    ('licence', models.CharField(max_length=120)),
                    ('made_from', models.CharField(max_length=300)),
                    ('about', models.TextField(blank=True)),
                    ('counts', models.JSONField(default=dict, help_text='added, changed, kept, removed')),
                    ('applied_by', models.CharField(max_length=80)),
                    ('applied_at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ), migrations.CreateModel(
                name='Merger',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decision', models.CharField(help_text='1683/NQ-UBTVQH15', max_length=160)),
                    ('signed_on', models.DateField()),
                    ('takes_on', models.DateField(help_text='the day it takes effect')),
                    ('state', models.CharField(choices=[('draft', 'Đang lập'), ('previewed', 'Đã xem trước'), ('done', 'Đã sáp nhập'), ('undone', 'Đã hoàn tác')], default='draft', max_length=10)),
                    ('slug', models.SlugField(max_length=60)),
                    ('issuer', models.CharField(max_length=160)),
                    ('is_opened', models.BooleanField(default=False, help_text='the successor was opened by it')),
                    ('made_by', models.CharField(max_length=80)),
                    ('made_at', models.DateTimeField()),
                    ('seen', models.CharField(blank=True, help_text='fingerprint of the preview shown', max_length=64)),
                    ('previewed_at', models.DateTimeField(null=True)),
                    ('done_by', models.CharField(blank=True, max_length=80)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('undone_by', models.CharField(blank=True, max_length=80)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('before', models.JSONField(default=dict, help_text='counts of those that take part, together')),
                    ('after', models.JSONField(default=dict, help_text='the same counts of the successor')),
                    ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mergers', to='places.locality')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ],
            ), migrations.CreateModel(
                name='MergerMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model', models.CharField(max_length=80)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('rows', models.PositiveIntegerField()),
                    ('ids', models.TextField()),
                    ('changed', models.JSONField(default=dict)),
                    ('rewritten', models.JSONField(default=list)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('merger', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='replication.merger')),
                ],
                options={
                    'ordering': ['position', 'id'],
                },
            ), migrations.CreateModel(
                name='AppliedItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theme', models.CharField(max_length=20)),
                    ('key', models.CharField(max_length=80)),
                    ('row', models.PositiveBigIntegerField(default=0)),
                    ('digest', models.CharField(help_text='of what the playbook said; empty: nothing', max_length=64)),
                    ('here', models.CharField(blank=True, help_text='of what stood here right afterwards, if other', max_length=64)),
                    ('is_kept', models.BooleanField(default=False)),
                    ('applied_at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'theme', 'key'), name='applied_item_once')],
                },
            ), migrations.CreateModel(
                name='FirstRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('steps', models.JSONField(default=dict)),
                    ('begun_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality',), name='first_run_once')],
                },
            ), migrations.CreateModel(
                name='MergerDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.CharField(max_length=60)),
                    ('choice', models.CharField(max_length=120)),
                    ('by', models.CharField(max_length=80)),
                    ('at', models.DateTimeField()),
                    ('merger', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='replication.merger')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('merger', 'about'), name='merger_decision_once')],
                },
            ), migrations.CreateModel(
                name='MergerParty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_whole', models.BooleanField(default=True)),
                    ('is_main', models.BooleanField(default=False)),
                    ('places', models.JSONField(default=list)),
                    ('joined_at', models.DateTimeField(null=True)),
                    ('agreed_by', models.CharField(blank=True, max_length=80)),
                    ('agreed_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('merger', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='replication.merger')),
                ],
                options={
                    'ordering': ['-is_main', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('merger', 'locality'), name='merger_party_once'), models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('merger',), name='merger_main_once')],
                },
            ), migrations.CreateModel(
                name='PlanItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theme', models.CharField(max_length=20)),
                    ('key', models.CharField(max_length=80)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('content', models.JSONField(default=dict)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['theme', 'position', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('locality', 'theme', 'key'), name='plan_item_once')],
                },
            ), migrations.CreateModel(
                name='PlaybookFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='as in the playbook: hash and kind', max_length=80)),
                    ('file', models.FileField(upload_to='playbooks')),
                    ('size', models.PositiveIntegerField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'name'), name='playbook_file_once')],
                },
            )],
        ),
    ]
