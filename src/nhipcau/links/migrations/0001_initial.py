import django.db.models.deletion
import nhipcau.core.language
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
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=16, unique=True)),
                    ('path', models.CharField(max_length=200)),
                    ('place', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='LinkDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('people', models.PositiveIntegerField(default=0)),
                    ('robots', models.PositiveIntegerField(default=0)),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='links.link')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('link', 'on'), name='link_day_once')],
                },
            ), migrations.CreateModel(
                name='Poster',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('procedure', 'Thủ tục'), ('group', 'Nhóm của tổ'), ('oa', 'Zalo OA của phường'), ('portal', 'Trang thông tin'), ('other', 'Trang khác')], max_length=10)),
                    ('about', models.CharField(blank=True, max_length=64)),
                    ('title', models.CharField(max_length=600)),
                    ('printed', models.JSONField(default=dict)),
                    ('place', models.CharField(max_length=120)),
                    ('size', models.CharField(choices=[('a4', 'A4'), ('a5', 'A5')], default='a4', max_length=2)),
                    ('language', models.CharField(default=nhipcau.core.language.own_language, max_length=8)),
                    ('state', models.CharField(choices=[('to_hang', 'Chờ treo'), ('hangs', 'Đang treo'), ('to_remove', 'Cần gỡ'), ('down', 'Đã gỡ')], default='to_hang', max_length=10)),
                    ('made_at', models.DateTimeField()),
                    ('hung_at', models.DateTimeField(null=True)),
                    ('taken_down_at', models.DateTimeField(null=True)),
                    ('link', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='poster', to='links.link')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.neighbourhood')),
                    ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replacements', to='links.poster')),
                ],
                options={
                    'indexes': [models.Index(fields=['locality', 'state'], name='poster_state')],
                },
            )],
        ),
    ]
