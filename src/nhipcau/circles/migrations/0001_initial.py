import django.db.models.deletion
import nhipcau.core.together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dispatch', '0001_initial'),
        ('links', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='Circle',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('committee', 'Đảng ủy'), ('cell', 'Chi bộ'), ('front', 'Mặt trận Tổ quốc'), ('sector', 'Ngành'), ('unit', 'Cơ quan, đơn vị'), ('association', 'Hội, đoàn thể')], max_length=12)),
                    ('name', models.CharField(max_length=120)),
                    ('founded_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circle')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('locality', 'name'), name='circle_name_once')],
                },
            ), migrations.CreateModel(
                name='CircleMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('phone', models.CharField(blank=True, max_length=20)),
                    ('title', models.CharField(blank=True, help_text='Bí thư, Chi hội trưởng', max_length=80)),
                    ('office', models.CharField(choices=[('head', 'Đứng đầu'), ('officer', 'Cấp phó, người soạn'), ('member', 'Thành viên')], default='member', max_length=8)),
                    ('may_approve', models.BooleanField(default=False)),
                    ('joined_at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(null=True)),
                    ('chair_asked_at', models.DateTimeField(help_text='would lead it; a second agrees', null=True)),
                    ('invite_hash', models.CharField(blank=True, max_length=64)),
                    ('invite_until', models.DateTimeField(help_text='machine time', null=True)),
                    ('circle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circle')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('invite_hash', ''), _negated=True), fields=['invite_hash'], name='circle_invite')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at__isnull', True), ('staff__isnull', False)), fields=('circle', 'staff'), name='circle_staff_once'), models.UniqueConstraint(condition=models.Q(('left_at__isnull', True), models.Q(('phone', ''), _negated=True)), fields=('circle', 'phone'), name='circle_phone_once')],
                },
            ), migrations.CreateModel(
                name='CircleDevice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('is_enrolled', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField(help_text='machine time')),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='circles.circlemember')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CircleNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('draft', 'Bản nháp'), ('submitted', 'Chờ duyệt'), ('approved', 'Đã duyệt'), ('published', 'Đã gửi'), ('withdrawn', 'Đã thu hồi')], default='draft', max_length=10)),
                    ('title', models.CharField(max_length=160)),
                    ('text', models.TextField()),
                    ('read_by', models.DateTimeField(blank=True, help_text='should be read before', null=True)),
                    ('passes_on', models.BooleanField(default=False, help_text='goes to the circles below as well')),
                    ('written_at', models.DateTimeField()),
                    ('submitted_at', models.DateTimeField(null=True)),
                    ('approved_at', models.DateTimeField(null=True)),
                    ('approved_alone', models.BooleanField(default=False, help_text='by its writer, for want of anybody else who may')),
                    ('return_reason', models.CharField(blank=True, max_length=300)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_why', models.CharField(blank=True, max_length=300)),
                    ('asks', models.BooleanField(default=False, help_text='members say what they will do')),
                    ('call', models.PositiveBigIntegerField(help_text="the ward's call it takes part in; plain, a merger may part them", null=True)),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circlemember')),
                    ('circle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circle')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circlemember')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circlemember')),
                ],
                options={
                    'indexes': [models.Index(fields=['circle', '-id'], name='circle_notice')],
                },
            ), migrations.CreateModel(
                name='CircleRead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('answer', models.CharField(blank=True, choices=[('will_come', 'Sẽ tham gia'), ('excused', 'Xin vắng'), ('done', 'Đã làm xong')], max_length=9)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='circles.circlemember')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='circles.circlenotice')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('notice', 'member'), name='circle_read_once')],
                },
            ), migrations.CreateModel(
                name='CircleRelay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_at', models.DateTimeField()),
                    ('passed_at', models.DateTimeField(null=True)),
                    ('circle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circle')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='circles.circlenotice')),
                    ('passed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.circlemember')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('notice', 'circle'), name='circle_relay_once')],
                },
            ), migrations.CreateModel(
                name='CircleWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(default=0, help_text='0 is the first, then reminders')),
                    ('channel', models.CharField(blank=True, max_length=20)),
                    ('at', models.DateTimeField()),
                    ('failed_at', models.DateTimeField(help_text='no way, or it would not go', null=True)),
                    ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='dispatch.job')),
                    ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='links.link')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('read', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='circles.circleread')),
                    ('way', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.staffway')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('read', 'number'), name='circle_word_once')],
                },
            )],
        ),
    ]
