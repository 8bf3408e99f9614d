import django.db.models.deletion
import nhipcau.core.together
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('channels', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='Bucket',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True)),
                    ('gap', models.FloatField()),
                    ('tat', models.FloatField(default=0)),
                    ('paused_until', models.FloatField(default=0)),
                    ('failing_since', models.FloatField(default=0, help_text='civil; 0 while it answers')),
                    ('turn', models.FloatField(default=0)),
                    ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bucket', to='channels.account')),
                    ('app', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='dispatch.bucket')),
                ],
            ), migrations.CreateModel(
                name='Chunk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lane', models.PositiveSmallIntegerField()),
                    ('turn', models.FloatField(default=0)),
                    ('ready_at', models.FloatField(null=True)),
                    ('leased_until', models.FloatField(default=0)),
                    ('nrows', models.PositiveIntegerField()),
                    ('started', models.PositiveIntegerField(default=0)),
                    ('worker', models.CharField(blank=True, max_length=40)),
                    ('fence', models.PositiveIntegerField(default=0)),
                    ('bucket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.bucket')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='dispatch.job')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ready_at__isnull', False)), fields=['bucket', 'lane', 'turn', 'ready_at'], name='chunk_pick'), models.Index(condition=models.Q(('ready_at__isnull', False)), fields=['job'], name='chunk_open')],
                },
            ), migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(help_text='made by the caller: enqueuing twice is once', max_length=80)),
                    ('title', models.CharField(blank=True, max_length=200)),
                    ('text', models.TextField()),
                    ('link', models.CharField(blank=True, max_length=200)),
                    ('image', models.TextField(blank=True, help_text='names in the file storage, one a line')),
                    ('lane', models.PositiveSmallIntegerField(default=1, help_text='0 urgent, 1 usual, 2 when idle')),
                    ('not_before', models.DateTimeField(null=True)),
                    ('not_after', models.DateTimeField(null=True)),
                    ('state', models.CharField(choices=[('filling', 'Đang lập danh sách'), ('preparing', 'Đang chuẩn bị nội dung'), ('ready', 'Đang gửi'), ('stopped', 'Đã dừng'), ('failed', 'Không gửi được'), ('done', 'Đã xong')], default='filling', max_length=10)),
                    ('problem', models.CharField(blank=True, help_text='why it failed: a code', max_length=40)),
                    ('note', models.JSONField(default=dict, help_text='of the prepare stage: article id, upload')),
                    ('query', models.JSONField(default=dict, help_text='the compiled address query, until filled')),
                    ('prefix', models.CharField(help_text="random; begins every delivery's key", max_length=12)),
                    ('filled_up_to', models.BigIntegerField(default=0, help_text='materialising resumes from here')),
                    ('chunks_made', models.PositiveIntegerField(default=0, help_text='numbers its chunks')),
                    ('first_turn', models.FloatField(default=0)),
                    ('total', models.PositiveIntegerField(default=0)),
                    ('unit_vnd', models.PositiveIntegerField(default=0, help_text='price of one message')),
                    ('cost_vnd', models.PositiveBigIntegerField(default=0, help_text='of what went, once done')),
                    ('ready_at', models.FloatField(default=0, help_text='civil: next step of the prepare stage')),
                    ('leased_until', models.FloatField(default=0, help_text='machine: somebody is preparing')),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('created_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['state'], name='job_open')],
                    'constraints': [models.UniqueConstraint(fields=('locality', 'key'), name='job_key_once')],
                },
            ), migrations.CreateModel(
                name='Diversion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('unit_vnd', models.PositiveIntegerField(default=0)),
                    ('rows', models.PositiveIntegerField(default=0)),
                    ('why', models.CharField(blank=True, help_text="the former's problem: a code", max_length=64)),
                    ('at', models.DateTimeField()),
                    ('chosen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.account')),
                    ('former', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='diversions', to='dispatch.job')),
                ],
                options={
                    'ordering': ['id'],
                },
            ), migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('pos', models.PositiveIntegerField()),
                    ('account', models.BigIntegerField()),
                    ('household', models.BigIntegerField(null=True)),
                    ('neighbourhood', models.BigIntegerField(null=True)),
                    ('address', models.CharField(max_length=500)),
                    ('thread', models.CharField(blank=True, max_length=120)),
                    ('link', models.CharField(blank=True, help_text='instead of {link} in the text', max_length=120)),
                    ('state', models.CharField(choices=[('queued', 'Chờ gửi'), ('sent', 'Đã gửi'), ('delivered', 'Đã đến máy'), ('seen', 'Đã xem'), ('refused', 'Bị từ chối'), ('unknown', 'Chưa rõ kết quả'), ('stopped', 'Đã dừng'), ('expired', 'Quá hạn')], default='queued', max_length=10)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('reference', models.CharField(max_length=80, null=True)),
                    ('error', models.CharField(blank=True, max_length=40)),
                    ('key', models.CharField(max_length=40)),
                    ('at', models.DateTimeField(null=True)),
                    ('chunk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='dispatch.chunk')),
                    ('locality', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('job', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='dispatch.job')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('reference__isnull', False)), fields=['account', 'reference'], name='delivery_reference')],
                    'constraints': [models.UniqueConstraint(fields=('chunk', 'pos'), name='delivery_place'), models.UniqueConstraint(fields=('job', 'address'), name='delivery_once')],
                },
            ), migrations.CreateModel(
                name='Part',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.BigIntegerField()),
                    ('reference', models.CharField(max_length=80)),
                    ('whole', models.CharField(max_length=80)),
                    ('state', models.CharField(blank=True, max_length=10)),
                    ('error', models.CharField(blank=True, max_length=40)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'indexes': [models.Index(fields=['account', 'whole'], name='part_whole')],
                    'constraints': [models.UniqueConstraint(fields=('account', 'reference'), name='part_once')],
                },
            ), migrations.CreateModel(
                name='EarlyReceipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.BigIntegerField()),
                    ('reference', models.CharField(max_length=80)),
                    ('state', models.CharField(max_length=10)),
                    ('at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'reference', 'state'), name='early_receipt_once')],
                },
            )],
        ),
    ]
