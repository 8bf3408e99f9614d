import django.db.models.deletion
import django.db.models.functions.comparison
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
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('portal', 'Cổng thông tin của phường'), ('zalo_oa', 'Zalo Official Account'), ('zalo_group', 'Nhóm do Zalo OA lập'), ('zalo_template', 'Mẫu tin Zalo'), ('zalo_bot', 'Zalo Bot'), ('facebook_page', 'Trang Facebook'), ('sms', 'Tin nhắn SMS'), ('web_push', 'Thông báo trên máy'), ('email', 'Thư điện tử'), ('relay', 'Nhóm của tổ dân phố'), ('sheet', 'Tờ in A4'), ('board', 'Bảng tin'), ('loudspeaker', 'Loa truyền thanh'), ('visit', 'Báo tận nơi')], max_length=20)),
                    ('name', models.CharField(max_length=120)),
                    ('settings', models.JSONField(default=dict)),
                    ('external_id', models.CharField(blank=True, max_length=64)),
                    ('state', models.CharField(choices=[('new', 'Chưa kết nối'), ('working', 'Đang hoạt động'), ('troubled', 'Cần xử lý'), ('closed', 'Đã ngừng')], default='new', max_length=10)),
                    ('problem', models.CharField(blank=True, help_text='error code, words are made', max_length=64)),
                    ('checked_at', models.DateTimeField(null=True)),
                    ('paused_until', models.DateTimeField(null=True)),
                    ('per_minute', models.PositiveIntegerField(default=60)),
                    ('price_vnd', models.PositiveIntegerField(default=0, help_text='per message or SMS part')),
                    ('rank', models.PositiveSmallIntegerField(default=0, help_text='of one kind, the lowest is first')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('keeper', models.ForeignKey(help_text='the account whose credential this one speaks with', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('kind', 'external_id'), name='account_external_once')],
                },
            ), migrations.CreateModel(
                name='Credential',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sealed', models.TextField()),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('expires_at', models.DateTimeField(null=True)),
                    ('refreshing_until', models.DateTimeField(help_text='machine time; one refresher', null=True)),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='credential', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Incoming',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(choices=[('message', 'Message'), ('receipt', 'Receipt'), ('seen', 'Seen'), ('follow', 'Follow'), ('unfollow', 'Unfollow'), ('comment', 'Comment'), ('echo', 'Echo'), ('typed', 'Typed'), ('withdraw', 'Withdraw'), ('revoked', 'Revoked'), ('other', 'Other')], max_length=12)),
                    ('key', models.CharField(help_text="the platform's id, for dedupe", max_length=160)),
                    ('person', models.CharField(blank=True, max_length=64)),
                    ('reference', models.CharField(blank=True, help_text='our message it speaks of', max_length=80)),
                    ('text', models.TextField(blank=True)),
                    ('detail', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('taken_by', models.CharField(blank=True, max_length=30)),
                    ('taken_at', models.DateTimeField(null=True)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('taken_at__isnull', True)), fields=['id'], name='incoming_free')],
                    'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='incoming_once')],
                },
            ), migrations.CreateModel(
                name='Price',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('portal', 'Cổng thông tin của phường'), ('zalo_oa', 'Zalo Official Account'), ('zalo_group', 'Nhóm do Zalo OA lập'), ('zalo_template', 'Mẫu tin Zalo'), ('zalo_bot', 'Zalo Bot'), ('facebook_page', 'Trang Facebook'), ('sms', 'Tin nhắn SMS'), ('web_push', 'Thông báo trên máy'), ('email', 'Thư điện tử'), ('relay', 'Nhóm của tổ dân phố'), ('sheet', 'Tờ in A4'), ('board', 'Bảng tin'), ('loudspeaker', 'Loa truyền thanh'), ('visit', 'Báo tận nơi')], max_length=20)),
                    ('unit', models.CharField(choices=[('message', 'Một tin'), ('part', 'Một phần SMS'), ('template_phone', 'Một tin mẫu theo số điện thoại'), ('template_uid', 'Một tin mẫu theo tài khoản Zalo'), ('sheet', 'Một tờ giấy in'), ('minute', 'Một phút công của người đi báo')], max_length=14)),
                    ('vnd', models.PositiveIntegerField()),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(null=True)),
                    ('set_by', models.CharField(max_length=80)),
                    ('set_at', models.DateTimeField()),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(models.F('locality'), models.F('kind'), django.db.models.functions.comparison.Coalesce('account', 0), models.F('unit'), models.F('valid_from'), name='price_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='price_ends_after_it_begins')],
                },
            ), migrations.CreateModel(
                name='Quota',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='broadcast, upload, cs_free …', max_length=40)),
                    ('period', models.CharField(help_text='2023-05 or 2023-05-26', max_length=10)),
                    ('total', models.PositiveIntegerField()),
                    ('used', models.PositiveIntegerField(default=0)),
                    ('read_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'name', 'period'), name='quota_once')],
                },
            ), migrations.CreateModel(
                name='RawEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('received_at', models.DateTimeField()),
                    ('headers', models.JSONField(default=dict)),
                    ('body', models.BinaryField()),
                    ('loaded_at', models.DateTimeField(null=True)),
                    ('fault', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('loaded_at__isnull', True)), fields=['id'], name='raw_unloaded')],
                },
            ), migrations.CreateModel(
                name='Template',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('external_id', models.CharField(max_length=40)),
                    ('name', models.CharField(max_length=120)),
                    ('state', models.CharField(choices=[('ENABLE', 'Đã duyệt'), ('PENDING_REVIEW', 'Chờ Zalo duyệt'), ('REJECT', 'Bị từ chối'), ('DISABLE', 'Bị khoá'), ('GONE', 'Không còn trên Zalo')], max_length=16)),
                    ('reason', models.CharField(blank=True, help_text='why Zalo refused it', max_length=300)),
                    ('quality', models.CharField(blank=True, max_length=12)),
                    ('tag', models.CharField(blank=True, max_length=24)),
                    ('parameters', models.JSONField(default=list, help_text='name, require, type, lengths')),
                    ('filled_from', models.JSONField(default=dict)),
                    ('preview_url', models.CharField(blank=True, max_length=300)),
                    ('price_phone_vnd', models.PositiveIntegerField(default=0)),
                    ('price_uid_vnd', models.PositiveIntegerField(default=0)),
                    ('by_uid', models.BooleanField(default=True, help_text='false once Zalo said -249')),
                    ('is_chosen', models.BooleanField(default=False)),
                    ('answers_from', models.JSONField(default=dict, help_text='its parameter → a field of an answer; empty: not for answers')),
                    ('dossiers_from', models.JSONField(default=dict, help_text='its parameter → a field of a dossier; empty: not for dossiers')),
                    ('read_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'external_id'), name='template_read_once'), models.UniqueConstraint(condition=models.Q(('is_chosen', True)), fields=('account',), name='template_chosen_once')],
                },
            ), migrations.CreateModel(
                name='Window',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.CharField(max_length=64)),
                    ('last_act_at', models.DateTimeField()),
                    ('follows', models.BooleanField(default=False)),
                    ('followed_at', models.DateTimeField(help_text='of the last follow or unfollow', null=True)),
                    ('free_used', models.PositiveSmallIntegerField(default=0)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.account')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'person'), name='window_once')],
                },
            )],
        ),
    ]
