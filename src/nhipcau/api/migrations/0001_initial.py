import django.db.models.deletion
import nhipcau.core.together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('notices', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='ApiKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('mode', models.CharField(choices=[('live', 'Chạy thật'), ('test', 'Chạy thử')], default='live', max_length=4)),
                    ('scopes', models.JSONField(default=list)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('hint', models.CharField(help_text="the token's last letters, to tell keys apart", max_length=8)),
                    ('may_publish', models.BooleanField(default=False)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('made_at', models.DateTimeField()),
                    ('last_used_at', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('responsible', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Endpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mode', models.CharField(choices=[('live', 'Chạy thật'), ('test', 'Chạy thử')], max_length=4)),
                    ('url', models.CharField(max_length=500)),
                    ('events', models.JSONField(default=list)),
                    ('sealed', models.TextField()),
                    ('former_sealed', models.TextField(blank=True)),
                    ('former_until', models.DateTimeField(null=True)),
                    ('state', models.CharField(choices=[('active', 'Đang gửi'), ('disabled', 'Đã ngừng')], default='active', max_length=8)),
                    ('read_to', models.BigIntegerField(default=0, help_text='the last event of the trail looked at')),
                    ('failing_since', models.DateTimeField(null=True)),
                    ('disabled_at', models.DateTimeField(null=True)),
                    ('made_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='endpoints', to='api.apikey')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Happened',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('mode', models.CharField(choices=[('live', 'Chạy thật'), ('test', 'Chạy thử')], max_length=4)),
                    ('kind', models.CharField(choices=[('notice.published', 'Thông báo đã phát'), ('notice.deadline_reached', 'Thông báo đến hạn'), ('notice.withdrawn', 'Thông báo đã thu hồi'), ('reach.changed', 'Độ phủ thay đổi'), ('dossier.status_changed', 'Hồ sơ đổi tình trạng')], max_length=40)),
                    ('uid', models.CharField(help_text='webhook-id', max_length=40, unique=True)),
                    ('subject', models.CharField(max_length=60)),
                    ('body', models.TextField(help_text='the very bytes that are signed and sent')),
                    ('at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'indexes': [models.Index(fields=['locality', 'subject', 'id'], name='happened_subject')],
                    'constraints': [models.UniqueConstraint(fields=('locality', 'mode', 'name'), name='happened_once')],
                },
            ), migrations.CreateModel(
                name='Callback',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'Đang chờ'), ('done', 'Đã nhận'), ('failed', 'Không gửi được')], default='waiting', max_length=7)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_at', models.DateTimeField(help_text='civil')),
                    ('leased_until', models.DateTimeField(help_text='machine time', null=True)),
                    ('last_status', models.PositiveSmallIntegerField(null=True)),
                    ('last_error', models.CharField(blank=True, help_text='a code, words are made', max_length=12)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='callbacks', to='api.endpoint')),
                    ('happened', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='callbacks', to='api.happened')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='callback_due')],
                    'constraints': [models.UniqueConstraint(fields=('happened', 'endpoint'), name='callback_once')],
                },
            ), migrations.CreateModel(
                name='KeptCall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=255)),
                    ('digest', models.CharField(help_text='of method, path and body', max_length=64)),
                    ('status', models.PositiveSmallIntegerField(help_text='null while it runs', null=True)),
                    ('body', models.TextField(blank=True)),
                    ('location', models.CharField(blank=True, max_length=200)),
                    ('began_at', models.DateTimeField()),
                    ('leased_until', models.DateTimeField()),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='api.apikey')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('key', 'name'), name='kept_call_once')],
                },
            ), migrations.CreateModel(
                name='RateWindow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('taken', models.PositiveIntegerField()),
                    ('until', models.FloatField()),
                    ('key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='api.apikey')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Rehearsal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('given', models.JSONField(help_text="the call's body")),
                    ('recipients', models.JSONField(default=list, help_text='addresses of docs/api.md')),
                    ('reference', models.CharField(blank=True, max_length=80)),
                    ('made_at', models.DateTimeField()),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rehearsals', to='api.apikey')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='SentNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(blank=True, help_text="the sender's own number", max_length=80)),
                    ('publish', models.CharField(choices=[('never', 'Người của phường tự phát'), ('when_approved', 'Tự phát khi đã duyệt'), ('now', 'Khẩn: phát trước, duyệt sau')], default='never', max_length=13)),
                    ('submitted_at', models.DateTimeField(help_text='another time on the version: people took over')),
                    ('waits', models.BooleanField(default=False, help_text='to be published by itself')),
                    ('problem', models.CharField(blank=True, help_text='why it did not', max_length=300)),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent', to='api.apikey')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sent_by_api', to='notices.notice')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notices.noticeversion')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('waits', True)), fields=['locality', 'id'], name='sent_waits')],
                },
            )],
        ),
    ]
