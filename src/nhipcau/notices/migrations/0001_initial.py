import django.db.models.deletion
import nhipcau.core.language
import nhipcau.core.together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('announcement', 'Thông báo'), ('call', 'Vận động, huy động'), ('emergency', 'Khẩn cấp')], default='announcement', max_length=12)),
                    ('urgency', models.CharField(choices=[('usual', 'Thường'), ('urgent', 'Khẩn')], default='usual', max_length=6)),
                    ('selection', models.JSONField(default=dict)),
                    ('answers', models.JSONField(default=list, help_text='for a call: subset of will_come, excused, done, photo')),
                    ('created_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_why', models.CharField(blank=True, max_length=300)),
                    ('is_drill', models.BooleanField(default=False, help_text='for those who take part only')),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('issued_by_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.group')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('current', models.ForeignKey(help_text='the newest published version', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.noticeversion')),
                    ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='notices.paper')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='NoticeVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(default=1)),
                    ('state', models.CharField(choices=[('draft', 'Bản nháp'), ('submitted', 'Chờ duyệt'), ('approved', 'Đã duyệt'), ('published', 'Đã phát'), ('superseded', 'Đã có bản mới'), ('withdrawn', 'Đã thu hồi')], default='draft', max_length=10)),
                    ('title', models.CharField(max_length=160)),
                    ('text', models.TextField()),
                    ('for_whom', models.CharField(blank=True, max_length=160)),
                    ('place', models.CharField(blank=True, max_length=160)),
                    ('bring', models.CharField(blank=True, max_length=200)),
                    ('event_at', models.DateTimeField(blank=True, null=True)),
                    ('event_until', models.DateTimeField(blank=True, null=True)),
                    ('deadline', models.DateTimeField(help_text='must know by')),
                    ('correction', models.CharField(blank=True, help_text='what changed, in words', max_length=300)),
                    ('sms_without_marks', models.BooleanField(default=True, help_text='which SMS is sent')),
                    ('typed', models.JSONField(default=dict, help_text='the form as typed while a draft: an autosave loses nothing')),
                    ('written_at', models.DateTimeField(null=True)),
                    ('reject_reason', models.CharField(blank=True, max_length=300)),
                    ('households', models.PositiveIntegerField(help_text='in the audience when submitted', null=True)),
                    ('submitted_at', models.DateTimeField(null=True)),
                    ('approved_at', models.DateTimeField(null=True)),
                    ('released_urgently', models.BooleanField(default=False)),
                    ('reviewed_at', models.DateTimeField(null=True)),
                    ('review_note', models.CharField(blank=True, max_length=300)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='notices.notice')),
                    ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'approved'])), fields=('notice',), name='one_version_in_hand')],
                },
            ), migrations.CreateModel(
                name='Audio',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'Chờ làm'), ('making', 'Đang làm'), ('made', 'Đã có'), ('failed', 'Không làm được')], default='waiting', max_length=8)),
                    ('wanted', models.CharField(max_length=16)),
                    ('source', models.CharField(blank=True, max_length=16)),
                    ('file', models.FileField(blank=True, upload_to='audio')),
                    ('seconds', models.FloatField(default=0)),
                    ('size', models.PositiveIntegerField(default=0)),
                    ('languages', models.JSONField(default=list)),
                    ('recorded_by', models.CharField(blank=True, help_text='empty: the machine', max_length=120)),
                    ('progress', models.PositiveSmallIntegerField(default=0)),
                    ('made_at', models.DateTimeField(null=True)),
                    ('problem', models.CharField(blank=True, help_text='a code, words are made', max_length=12)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('leased_until', models.DateTimeField(help_text='machine time', null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='audio', to='notices.noticeversion')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Paper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('issuer', models.CharField(max_length=160)),
                    ('number', models.CharField(blank=True, help_text='số và ký hiệu: 45/TB-TTYT', max_length=60)),
                    ('signer', models.CharField(blank=True, max_length=120)),
                    ('signed_on', models.DateField(null=True)),
                    ('received_at', models.DateTimeField(null=True)),
                    ('file', models.FileField(blank=True, upload_to='papers')),
                    ('file_name', models.CharField(blank=True, max_length=120)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Recording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('language', models.CharField(max_length=8)),
                    ('state', models.CharField(choices=[('waiting', 'Đang xử lý'), ('made', 'Nghe được'), ('failed', 'Không dùng được'), ('removed', 'Đã bỏ')], default='waiting', max_length=8)),
                    ('source', models.CharField(help_text='fingerprint of the version that was read', max_length=16)),
                    ('upload', models.FileField(blank=True, help_text='as it came, until made', upload_to='voices')),
                    ('audio', models.FileField(blank=True, upload_to='voices')),
                    ('seconds', models.FloatField(default=0)),
                    ('size', models.PositiveIntegerField(default=0)),
                    ('said_twice', models.BooleanField(default=False, help_text='the speaker said it twice already')),
                    ('recorded_by', models.CharField(max_length=120)),
                    ('recorded_on', models.DateField()),
                    ('uploaded_at', models.DateTimeField()),
                    ('checked_at', models.DateTimeField(null=True)),
                    ('problem', models.CharField(blank=True, help_text='a code, words are made', max_length=12)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('leased_until', models.DateTimeField(help_text='machine time', null=True)),
                    ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='notices.noticeversion')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Recurrence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('rule', models.JSONField()),
                    ('title', models.CharField(max_length=160)),
                    ('text', models.TextField()),
                    ('fields', models.JSONField(default=dict, help_text='for_whom, place, bring, answers')),
                    ('selection', models.JSONField(default=dict)),
                    ('from_days', models.SmallIntegerField(default=0)),
                    ('until_days', models.SmallIntegerField(default=0)),
                    ('begins', models.TimeField()),
                    ('ends', models.TimeField(null=True)),
                    ('ahead_days', models.PositiveSmallIntegerField(default=5, help_text='before it begins')),
                    ('written_at', models.DateTimeField()),
                    ('approved_at', models.DateTimeField(null=True)),
                    ('approved_until', models.DateField(null=True)),
                    ('problem', models.CharField(blank=True, help_text='why none could be made', max_length=300)),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['name', 'id'],
                },
            ), migrations.CreateModel(
                name='Occurrence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('approved_at', models.DateTimeField(help_text='by the series: goes out by itself', null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='occurrence', to='notices.notice')),
                    ('recurrence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occurrences', to='notices.recurrence')),
                ],
                options={
                    'ordering': ['-on', '-id'],
                    'constraints': [models.UniqueConstraint(fields=('recurrence', 'on'), name='occurrence_once')],
                },
            ), migrations.CreateModel(
                name='Rendition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(choices=[('web', 'Trang thông báo'), ('group', 'Tin cho nhóm'), ('sms', 'SMS có dấu'), ('sms_plain', 'SMS không dấu'), ('article', 'Bài Zalo OA'), ('post', 'Bài Facebook'), ('loudspeaker', 'Bài đọc loa'), ('sheet', 'Tờ A4'), ('board', 'Chữ trên bảng')], max_length=12)),
                    ('language', models.CharField(default=nhipcau.core.language.own_language, max_length=8)),
                    ('title', models.CharField(blank=True, max_length=160)),
                    ('text', models.TextField()),
                    ('is_edited', models.BooleanField(default=False)),
                    ('source', models.CharField(blank=True, help_text='fingerprint of the version it was made or edited from', max_length=16)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='notices.noticeversion')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('version', 'form', 'language'), name='rendition_once')],
                },
            ), migrations.CreateModel(
                name='Template',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('kind', models.CharField(choices=[('announcement', 'Thông báo'), ('call', 'Vận động, huy động'), ('emergency', 'Khẩn cấp')], max_length=12)),
                    ('title', models.CharField(max_length=160)),
                    ('text', models.TextField()),
                    ('fields', models.JSONField(default=dict)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'name'), name='template_once')],
                },
            )],
        ),
    ]
