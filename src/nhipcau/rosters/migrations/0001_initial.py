import django.db.models.deletion
import django.db.models.functions.comparison
import nhipcau.core.together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='Pattern',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('retired_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('locality', 'name'), name='pattern_name_once')],
                },
            ), migrations.CreateModel(
                name='PatternLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('weekday', models.PositiveSmallIntegerField()),
                    ('post', models.CharField(choices=[('desk', 'Bộ phận một cửa'), ('inbox', 'Hộp thư'), ('field', 'Đi cơ sở')], max_length=8)),
                    ('part', models.CharField(choices=[('morning', 'Buổi sáng'), ('afternoon', 'Buổi chiều'), ('own', 'Giờ riêng')], max_length=10)),
                    ('opens', models.TimeField(null=True)),
                    ('closes', models.TimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('pattern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='rosters.pattern')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rosters.team')),
                ],
                options={
                    'ordering': ['weekday', 'post', 'part', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('part', 'own'), _negated=True), fields=('pattern', 'weekday', 'post', 'part', 'staff'), name='pattern_line_once'), models.CheckConstraint(condition=models.Q(models.Q(('part', 'own'), _negated=True), models.Q(('closes__gt', models.F('opens')), ('opens__isnull', False)), _connector='OR'), name='own_times_in_order')],
                },
            ), migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.CharField(choices=[('desk', 'Bộ phận một cửa'), ('inbox', 'Hộp thư'), ('field', 'Đi cơ sở')], max_length=8)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('standing', 'Trực'), ('freed', 'Được nghỉ')], default='standing', max_length=8)),
                    ('why', models.CharField(blank=True, choices=[('holiday', 'ngày nghỉ'), ('absent', 'vắng'), ('left', 'đã rời tổ'), ('dropped', 'bỏ ca'), ('opened', 'để trống chờ người nhận'), ('clash', 'trùng ca khác')], max_length=8)),
                    ('on', models.DateField(help_text="its day on the locality's calendar")),
                    ('made_at', models.DateTimeField()),
                    ('turn', models.PositiveIntegerField(default=0, help_text='how often it was changed')),
                    ('changed_at', models.DateTimeField(null=True)),
                    ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shifts', to='rosters.patternline')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                    ('was', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shifts', to='rosters.team')),
                ],
                options={
                    'ordering': ['starts_at', 'post', 'id'],
                    'indexes': [models.Index(fields=['locality', 'starts_at'], name='shift_when'), models.Index(fields=['staff', 'starts_at'], name='shift_of')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('line__isnull', False)), fields=('line', 'on'), name='line_once_a_day'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_in_order')],
                },
            ), migrations.CreateModel(
                name='Ask',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.CharField(choices=[('desk', 'Bộ phận một cửa'), ('inbox', 'Hộp thư'), ('field', 'Đi cơ sở')], max_length=8)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('waiting', 'Chờ trả lời'), ('accepted', 'Đã nhận lời'), ('refused', 'Không nhận được'), ('void', 'Không cần nữa')], default='waiting', max_length=10)),
                    ('is_told', models.BooleanField(default=False, help_text='a message went out; else telephone')),
                    ('asked_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('shift', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='rosters.shift')),
                ],
                options={
                    'ordering': ['asked_at', 'id'],
                    'indexes': [models.Index(fields=['locality', 'starts_at'], name='ask_when')],
                    'constraints': [models.UniqueConstraint(models.F('staff'), models.F('post'), models.F('starts_at'), models.F('ends_at'), django.db.models.functions.comparison.Coalesce('shift', 0), name='asked_once')],
                },
            ), migrations.CreateModel(
                name='Swap',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(blank=True, max_length=200)),
                    ('state', models.CharField(choices=[('waiting', 'Chờ trả lời'), ('accepted', 'Đã nhận lời'), ('refused', 'Không nhận được'), ('withdrawn', 'Đã rút lại'), ('void', 'Không còn hiệu lực')], default='waiting', max_length=10)),
                    ('asked_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('asker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('in_return', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='rosters.shift')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='rosters.shift')),
                    ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['asked_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('shift',), name='one_swap_a_shift')],
                },
            ), migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.CharField(choices=[('locality', 'Cả phường, xã'), ('neighbourhood', 'Tổ dân phố, thôn'), ('association', 'Hội, đoàn thể')], max_length=14)),
                    ('name', models.CharField(max_length=120)),
                    ('body', models.CharField(blank=True, max_length=120)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['level', 'name'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('locality', 'name'), name='team_name_once')],
                },
            ), migrations.CreateModel(
                name='TeamMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('skills', models.JSONField(default=list)),
                    ('languages', models.JSONField(default=list)),
                    ('is_lead', models.BooleanField(default=False)),
                    ('shows_phone', models.BooleanField(default=False)),
                    ('joined_at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='rosters.team')),
                ],
                options={
                    'ordering': ['-is_lead', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('team', 'staff'), name='team_member_once')],
                },
            ), migrations.CreateModel(
                name='TeamPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='rosters.team')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('team', 'neighbourhood'), name='team_place_once')],
                },
            ), migrations.CreateModel(
                name='Feed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('staff',), name='one_feed_a_person')],
                },
            ), migrations.CreateModel(
                name='Need',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.CharField(choices=[('desk', 'Bộ phận một cửa'), ('inbox', 'Hộp thư'), ('field', 'Đi cơ sở')], max_length=8)),
                    ('people', models.PositiveSmallIntegerField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'post'), name='need_once')],
                },
            )],
        ),
    ]
