import django.db.models.deletion
import django.db.models.functions.comparison
import nhipcau.core.together
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('channels', '0001_initial'),
        ('dispatch', '0001_initial'),
        ('links', '0001_initial'),
        ('notices', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='AlertFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('url', models.URLField(max_length=500)),
                    ('added_at', models.DateTimeField()),
                    ('checked_at', models.DateTimeField(null=True)),
                    ('worked_at', models.DateTimeField(null=True)),
                    ('problem', models.CharField(blank=True, help_text='a code, words are made', max_length=40)),
                    ('seen', models.JSONField(default=list, help_text='links of alerts that were taken')),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'url'), name='alert_feed_once')],
                },
            ), migrations.CreateModel(
                name='Budget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.CharField(blank=True, max_length=7)),
                    ('month_vnd', models.PositiveBigIntegerField(help_text='empty: no limit', null=True)),
                    ('reserve_vnd', models.PositiveBigIntegerField(default=0, help_text="of the month's money: only emergencies may touch it")),
                    ('notice_vnd', models.PositiveBigIntegerField(help_text='for one notice', null=True)),
                    ('set_by', models.CharField(max_length=80)),
                    ('set_at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'month'), name='budget_once')],
                },
            ), migrations.CreateModel(
                name='Bulletin',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=160)),
                    ('begins_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('made_at', models.DateTimeField()),
                    ('issued_at', models.DateTimeField(null=True)),
                    ('copies', models.PositiveIntegerField(default=0)),
                    ('where', models.CharField(blank=True, max_length=200)),
                    ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'number'), name='bulletin_number_once')],
                },
            ), migrations.CreateModel(
                name='BulletinItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='outreach.bulletin')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulletin_items', to='notices.noticeversion')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('bulletin', 'version'), name='bulletin_item_once')],
                },
            ), migrations.CreateModel(
                name='CallPhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='calls')),
                    ('at', models.DateTimeField()),
                    ('actor', models.CharField(max_length=80)),
                    ('shown_at', models.DateTimeField(null=True)),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='notices.notice')),
                    ('shown_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [models.Index(fields=['notice', 'neighbourhood'], name='call_photo_where')],
                },
            ), migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('house', models.CharField(max_length=60)),
                    ('digits', models.CharField(max_length=3)),
                    ('browser', models.CharField(help_text="hash of the visitor's cookie", max_length=64)),
                    ('at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='notices.noticeversion')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Counter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('households', models.PositiveIntegerField(default=0)),
                    ('covered', models.PositiveIntegerField(default=0)),
                    ('informed', models.PositiveIntegerField(default=0)),
                    ('accounted', models.PositiveIntegerField(default=0)),
                    ('levels', models.JSONField(default=dict, help_text='level → households whose strongest it is')),
                    ('channels', models.JSONField(default=dict, help_text='channel → informed households')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counters', to='notices.noticeversion')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('version', 'neighbourhood'), name='counter_once')],
                },
            ), migrations.CreateModel(
                name='Drill',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField()),
                    ('started_by', models.CharField(help_text='staff:5, or system for the monthly one', max_length=80)),
                    ('people', models.PositiveIntegerField(default=0)),
                    ('sent_at', models.DateTimeField(help_text="everybody's last way was tried", null=True)),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['-started_at', '-id'],
                },
            ), migrations.CreateModel(
                name='DrillHousehold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('household', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='DrillStaff',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.PositiveSmallIntegerField(choices=[(0, 'Chưa có gì'), (1, 'Mới đăng trong nhóm'), (2, 'Đã nhận, chưa xem'), (3, 'Có người báo giúp'), (4, 'Tổ trưởng thấy đã xem'), (5, 'Đã xem'), (6, 'Đã đọc, xác nhận'), (7, 'Báo tận nơi')])),
                    ('channel', models.CharField(choices=[('portal', 'Cổng thông tin của phường'), ('zalo_oa', 'Zalo Official Account'), ('zalo_group', 'Nhóm do Zalo OA lập'), ('zalo_template', 'Mẫu tin Zalo'), ('zalo_bot', 'Zalo Bot'), ('facebook_page', 'Trang Facebook'), ('sms', 'Tin nhắn SMS'), ('web_push', 'Thông báo trên máy'), ('email', 'Thư điện tử'), ('relay', 'Nhóm của tổ dân phố'), ('sheet', 'Tờ in A4'), ('board', 'Bảng tin'), ('loudspeaker', 'Loa truyền thanh'), ('visit', 'Báo tận nơi')], max_length=20)),
                    ('at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('actor', models.CharField(max_length=80)),
                    ('key', models.CharField(max_length=120)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('retracts', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retracted_by', to='outreach.evidence')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='notices.noticeversion')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('version', 'household', 'key'), name='evidence_once')],
                },
            ), migrations.CreateModel(
                name='Grant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('vnd', models.PositiveBigIntegerField()),
                    ('why', models.CharField(max_length=300, verbose_name='Lý do')),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='notices.noticeversion')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='HourCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slot', models.DateTimeField(help_text='start of the quarter hour')),
                    ('informed', models.IntegerField(default=0)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='curve', to='notices.noticeversion')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('version', 'slot'), name='hour_count_once')],
                },
            ), migrations.CreateModel(
                name='IncomingAlert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.CharField(max_length=255)),
                    ('sender', models.CharField(max_length=255)),
                    ('sent', models.DateTimeField()),
                    ('status', models.CharField(max_length=10)),
                    ('kind', models.CharField(help_text='Alert, Update, Cancel …', max_length=10)),
                    ('event', models.CharField(blank=True, max_length=200)),
                    ('headline', models.CharField(blank=True, max_length=300)),
                    ('areas', models.CharField(blank=True, max_length=500)),
                    ('is_ours', models.BooleanField(default=False, help_text='speaks of our area')),
                    ('received_at', models.DateTimeField()),
                    ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='outreach.alertfeed')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='notices.notice')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'identifier', 'sender', 'sent'), name='incoming_alert_once')],
                },
            ), migrations.CreateModel(
                name='Emergency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hazard', models.CharField(choices=[('storm', 'Bão'), ('flood', 'Lũ, ngập'), ('landslide', 'Sạt lở đất'), ('fire', 'Cháy'), ('other', 'Khẩn cấp khác')], default='other', max_length=10)),
                    ('urgency', models.CharField(default='Immediate', max_length=10)),
                    ('severity', models.CharField(default='Severe', max_length=10)),
                    ('certainty', models.CharField(default='Likely', max_length=10)),
                    ('quiet_why', models.CharField(blank=True, max_length=300)),
                    ('quiet_at', models.DateTimeField(help_text='since when quiet hours do not hold', null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='emergency', to='notices.notice')),
                    ('quiet_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('alert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outreach.incomingalert')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PassedOn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=120)),
                    ('at', models.DateTimeField()),
                    ('by_household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('matched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed_on', to='notices.noticeversion')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Purse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=24)),
                    ('taken_vnd', models.PositiveBigIntegerField(default=0)),
                    ('granted_vnd', models.PositiveBigIntegerField(default=0, help_text='allowed beyond the limit')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'name'), name='purse_once')],
                },
            ), migrations.CreateModel(
                name='Relay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField()),
                    ('state', models.CharField(choices=[('waiting', 'Chưa đăng'), ('posted', 'Đã đăng'), ('stopped', 'Đã thu hồi')], default='waiting', max_length=8)),
                    ('asked_at', models.DateTimeField()),
                    ('opened_at', models.DateTimeField(help_text="the leader's phone showed it", null=True)),
                    ('posted_at', models.DateTimeField(null=True)),
                    ('photo', models.FileField(blank=True, upload_to='relays')),
                    ('handed_to_deputy_at', models.DateTimeField(null=True)),
                    ('taken_over_at', models.DateTimeField(null=True)),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relays', to='people.group')),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='links.link')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('posted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relays', to='notices.noticeversion')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('version', 'group'), name='relay_once')],
                },
            ), migrations.CreateModel(
                name='Reminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(help_text='relay, doors, drill', max_length=12)),
                    ('number', models.PositiveSmallIntegerField(help_text='the round')),
                    ('step', models.PositiveSmallIntegerField(default=1)),
                    ('begins', models.CharField(blank=True, help_text='its first words', max_length=120)),
                    ('channel', models.CharField(max_length=20)),
                    ('at', models.DateTimeField()),
                    ('failed_at', models.DateTimeField(help_text='it certainly did not arrive', null=True)),
                    ('opened_at', models.DateTimeField(help_text='tapped, or its page seen', null=True)),
                    ('drill', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='outreach.drill')),
                    ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.job')),
                    ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='links.link')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='notices.noticeversion')),
                    ('way', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.staffway')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('version__isnull', True), ('drill__isnull', True), _connector='XOR'), name='reminder_of_one'), models.UniqueConstraint(fields=('version', 'staff', 'what', 'number', 'step'), name='reminder_step_once'), models.UniqueConstraint(fields=('version', 'staff', 'what', 'number', 'way'), name='reminder_way_once'), models.UniqueConstraint(fields=('drill', 'staff', 'step'), name='drill_step_once'), models.UniqueConstraint(fields=('drill', 'staff', 'way'), name='drill_way_once')],
                },
            ), migrations.CreateModel(
                name='Reply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answer', models.CharField(choices=[('will_come', 'Sẽ tham gia'), ('excused', 'Xin vắng mặt'), ('done', 'Đã làm xong')], max_length=10)),
                    ('at', models.DateTimeField()),
                    ('actor', models.CharField(max_length=80)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='notices.notice')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('notice', 'household'), name='reply_once')],
                },
            ), migrations.CreateModel(
                name='Route',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('portal', 'Cổng thông tin của phường'), ('zalo_oa', 'Zalo Official Account'), ('zalo_group', 'Nhóm do Zalo OA lập'), ('zalo_template', 'Mẫu tin Zalo'), ('zalo_bot', 'Zalo Bot'), ('facebook_page', 'Trang Facebook'), ('sms', 'Tin nhắn SMS'), ('web_push', 'Thông báo trên máy'), ('email', 'Thư điện tử'), ('relay', 'Nhóm của tổ dân phố'), ('sheet', 'Tờ in A4'), ('board', 'Bảng tin'), ('loudspeaker', 'Loa truyền thanh'), ('visit', 'Báo tận nơi')], max_length=20)),
                    ('purpose', models.CharField(default='households', help_text='households, leaders, rest', max_length=12)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('planned', 'Sẽ làm'), ('skipped', 'Không dùng'), ('running', 'Đang làm'), ('done', 'Đã xong'), ('failed', 'Không được'), ('stopped', 'Đã dừng')], default='planned', max_length=8)),
                    ('why', models.CharField(help_text="the planner's sentence", max_length=300)),
                    ('starts_at', models.DateTimeField(null=True)),
                    ('expects', models.PositiveIntegerField(default=0, help_text='households it may inform')),
                    ('cost_vnd', models.PositiveBigIntegerField(default=0)),
                    ('overruled_by', models.CharField(blank=True, max_length=80)),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.account')),
                    ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.job')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routes', to='notices.noticeversion')),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(models.F('version'), models.F('kind'), django.db.models.functions.comparison.Coalesce('account', 0), models.F('purpose'), name='route_once')],
                },
            ), migrations.CreateModel(
                name='Sheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(choices=[('sheet', 'Tờ A4'), ('a5', 'Tờ A5'), ('board', 'Tờ bảng tin'), ('leaflet', 'Tờ rơi từng nhà')], default='sheet', max_length=12)),
                    ('place', models.CharField(max_length=120)),
                    ('copies', models.PositiveSmallIntegerField(default=1)),
                    ('state', models.CharField(choices=[('to_hang', 'Cần treo'), ('hangs', 'Đang treo'), ('to_remove', 'Cần gỡ'), ('removed', 'Đã gỡ')], default='to_hang', max_length=10)),
                    ('hung_at', models.DateTimeField(null=True)),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('hung_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='links.link')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='notices.noticeversion')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Speaker',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('last_seen_at', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('neighbourhood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Playing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField()),
                    ('at', models.DateTimeField(help_text="when it began, by the device's own clock")),
                    ('received_at', models.DateTimeField()),
                    ('seconds', models.FloatField()),
                    ('why', models.CharField(blank=True, max_length=160)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='playings', to='notices.noticeversion')),
                    ('speaker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='playings', to='outreach.speaker')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('speaker', 'key'), name='playing_once')],
                },
            ), migrations.CreateModel(
                name='Standing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.PositiveSmallIntegerField(choices=[(0, 'Chưa có gì'), (1, 'Mới đăng trong nhóm'), (2, 'Đã nhận, chưa xem'), (3, 'Có người báo giúp'), (4, 'Tổ trưởng thấy đã xem'), (5, 'Đã xem'), (6, 'Đã đọc, xác nhận'), (7, 'Báo tận nơi')], default=0)),
                    ('channel', models.CharField(blank=True, help_text='of the strongest evidence', max_length=20)),
                    ('covered', models.BooleanField(default=False)),
                    ('informed_at', models.DateTimeField(null=True)),
                    ('accounted_at', models.DateTimeField(null=True)),
                    ('code', models.CharField(blank=True, help_text='of the link that was sent to this household alone', max_length=16)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='notices.noticeversion')),
                ],
                options={
                    'indexes': [models.Index(fields=['version', 'neighbourhood', 'level'], name='standing_where')],
                    'constraints': [models.UniqueConstraint(fields=('version', 'household'), name='standing_once')],
                },
            ), migrations.CreateModel(
                name='Taking',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(help_text='a ChannelKind', max_length=20)),
                    ('key', models.CharField(max_length=120)),
                    ('month', models.CharField(max_length=7)),
                    ('vnd', models.PositiveBigIntegerField()),
                    ('back_vnd', models.PositiveBigIntegerField(default=0)),
                    ('by', models.CharField(max_length=80)),
                    ('at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.account')),
                    ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.job')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='takings', to='notices.noticeversion')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['id'], name='taking_open')],
                    'constraints': [models.UniqueConstraint(fields=('locality', 'key'), name='taking_once')],
                },
            ), migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(help_text='loudspeaker, megaphone, gong, board, correct_post, call_leader', max_length=20)),
                    ('text', models.TextField()),
                    ('due_at', models.DateTimeField(null=True)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_note', models.CharField(blank=True, help_text='what a machine did', max_length=160)),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='notices.noticeversion')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Thanks',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('deed', models.CharField(help_text='treo cờ: as in “42 hộ đã treo cờ”', max_length=80)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField()),
                    ('taken_back_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='notices.notice')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('open', 'Còn phải báo'), ('closed', 'Đã xong'), ('stopped', 'Không cần nữa')], default='open', max_length=8)),
                    ('outcome', models.CharField(blank=True, choices=[('told', 'Đã báo'), ('called', 'Đã gọi được'), ('sheet', 'Để lại giấy'), ('absent', 'Vắng hai lần'), ('moved', 'Đã chuyển đi'), ('new_tenant', 'Người mới đến ở'), ('informed', 'Đã tự xem')], max_length=10)),
                    ('why', models.CharField(help_text='no_smartphone, not_joined, not_seen, corrected', max_length=20)),
                    ('position', models.PositiveIntegerField(default=0)),
                    ('by_ward', models.BooleanField(default=False, help_text="taken over: the ward's helpers see it")),
                    ('taken_until', models.DateTimeField(help_text='somebody is on the way to this door', null=True)),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='notices.noticeversion')),
                ],
                options={
                    'indexes': [models.Index(fields=['version', 'neighbourhood', 'state'], name='visit_doors')],
                    'constraints': [models.UniqueConstraint(fields=('version', 'household'), name='visit_once')],
                },
            ), migrations.CreateModel(
                name='VisitTry',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('result', models.CharField(choices=[('told', 'Đã báo'), ('called', 'Đã gọi được'), ('no_answer', 'Không nghe máy'), ('absent', 'Vắng nhà'), ('sheet', 'Để lại giấy'), ('moved', 'Đã chuyển đi'), ('new_tenant', 'Người mới đến ở')], max_length=10)),
                    ('at', models.DateTimeField(help_text="on the phone's clock, held within the visit's life")),
                    ('received_at', models.DateTimeField()),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='outreach.visit')),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
