import django.db.models.deletion
import nhipcau.core.together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('notices', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
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
                name='Issued',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=160)),
                    ('text', models.TextField()),
                    ('audience', models.CharField(blank=True, max_length=160)),
                    ('place', models.CharField(blank=True, max_length=160)),
                    ('bring', models.CharField(blank=True, max_length=200)),
                    ('event_at', models.DateTimeField(null=True)),
                    ('deadline', models.DateTimeField(help_text='households must know by')),
                    ('reply_by', models.DateTimeField(help_text='wards must have adopted it by')),
                    ('urgency', models.CharField(choices=[('usual', 'Thường'), ('urgent', 'Khẩn')], default='usual', max_length=6)),
                    ('number', models.CharField(blank=True, help_text='of the paper behind it', max_length=60)),
                    ('signer', models.CharField(blank=True, max_length=120)),
                    ('signed_on', models.DateField(null=True)),
                    ('file', models.FileField(blank=True, upload_to='papers')),
                    ('file_name', models.CharField(blank=True, max_length=120)),
                    ('issued_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
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
                name='Push',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=40)),
                    ('name', models.TextField()),
                    ('content', models.JSONField()),
                    ('pushed_at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('pushed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
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
                name='DataExport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'đang chờ'), ('running', 'đang xuất'), ('ready', 'sẵn sàng để tải'), ('failed', 'không xuất được'), ('gone', 'tệp đã xoá')], default='waiting', max_length=8)),
                    ('asked_at', models.DateTimeField()),
                    ('done', models.PositiveIntegerField(default=0)),
                    ('total', models.PositiveIntegerField(default=0)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('leased_until', models.FloatField(default=0)),
                    ('rows', models.PositiveIntegerField(default=0)),
                    ('size', models.PositiveBigIntegerField(default=0)),
                    ('file', models.CharField(blank=True, max_length=200)),
                    ('ready_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('locality',), name='one_export_at_a_time')],
                },
            ), migrations.CreateModel(
                name='DataRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('access', 'Xem, nhận bản sao dữ liệu'), ('rectify', 'Sửa cho đúng'), ('erase', 'Xoá dữ liệu'), ('stop', 'Ngừng, hạn chế xử lý; rút đồng ý')], max_length=8)),
                    ('state', models.CharField(choices=[('received', 'mới nhận'), ('answered', 'đã trả lời, đang làm'), ('done', 'đã xong'), ('refused', 'không làm được')], default='received', max_length=8)),
                    ('asker', models.CharField(max_length=120)),
                    ('contact', models.CharField(max_length=120)),
                    ('words', models.TextField(blank=True)),
                    ('received_at', models.DateTimeField()),
                    ('answer_by', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('extended_at', models.DateTimeField(null=True)),
                    ('why_longer', models.CharField(blank=True, max_length=300)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.resident')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['locality', 'due_at'], name='data_request_open')],
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
                name='FromProvince',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('issued', models.BigIntegerField()),
                    ('title', models.CharField(max_length=160)),
                    ('text', models.TextField()),
                    ('reply_by', models.DateTimeField()),
                    ('received_at', models.DateTimeField()),
                    ('adopted_at', models.DateTimeField(null=True)),
                    ('declined_at', models.DateTimeField(null=True)),
                    ('why_not', models.CharField(blank=True, max_length=300)),
                    ('ended_at', models.DateTimeField(help_text='the province took it back', null=True)),
                    ('reminded_at', models.DateTimeField(null=True)),
                    ('declined_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.notice')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(fields=('locality', 'issued'), name='from_province_once')],
                },
            ), migrations.CreateModel(
                name='IssuedTo',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('queued', 'Đang chuyển'), ('waiting', 'Chưa làm'), ('in_hand', 'Đang làm'), ('adopted', 'Đã đăng'), ('declined', 'Không áp dụng')], default='queued', max_length=8)),
                    ('is_edited', models.BooleanField(default=False, help_text='the ward wrote its own words')),
                    ('adopted_at', models.DateTimeField(null=True)),
                    ('why_not', models.CharField(blank=True, max_length=300)),
                    ('problem', models.CharField(blank=True, help_text='a code, words are made', max_length=12)),
                    ('reminded_at', models.DateTimeField(null=True)),
                    ('issued', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wards', to='replication.issued')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['ward__name'],
                    'constraints': [models.UniqueConstraint(fields=('issued', 'ward'), name='issued_once')],
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
            ), migrations.CreateModel(
                name='PushTo',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('queued', 'Đang chuyển'), ('added', 'Đã thêm'), ('changed', 'Đã có bản mới'), ('kept', 'Có bản mới, giữ phần của địa phương'), ('same', 'Đã đúng như vậy'), ('retired', 'Địa phương đã ngừng áp dụng'), ('failed', 'Không ghi được')], default='queued', max_length=8)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('push', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wards', to='replication.push')),
                    ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['ward__name'],
                    'constraints': [models.UniqueConstraint(fields=('push', 'ward'), name='push_once')],
                },
            ), migrations.CreateModel(
                name='WardDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('counts', models.JSONField(default=dict)),
                    ('places', models.JSONField(default=list)),
                    ('story', models.TextField(blank=True)),
                    ('taken_at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'ward', 'on'), name='ward_day_once')],
                },
            ), migrations.CreateModel(
                name='WardStory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(blank=True)),
                    ('written_at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality',), name='ward_story_once')],
                },
            )],
        ),
    ]
