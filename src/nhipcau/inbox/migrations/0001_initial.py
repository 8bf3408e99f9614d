import django.db.models.deletion
import django.db.models.functions.comparison
import nhipcau.core.language
import nhipcau.core.together
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('channels', '0001_initial'),
        ('dispatch', '0001_initial'),
        ('links', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
        ('procedures', '0001_initial'),
    ]

    operations = [
        nhipcau.core.together.CreateTogether(
            models=[migrations.CreateModel(
                name='Conversation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(choices=[('zalo', 'Zalo'), ('zalo_group', 'Nhóm Zalo'), ('messenger', 'Messenger'), ('comment', 'Bình luận Facebook'), ('portal', 'Cổng thông tin'), ('link', 'Đường dẫn riêng của hộ'), ('leader', 'Tổ trưởng chuyển'), ('desk', 'Tại bộ phận một cửa')], max_length=10)),
                    ('address', models.CharField(blank=True, max_length=120)),
                    ('person', models.CharField(blank=True, max_length=64)),
                    ('name', models.CharField(blank=True, help_text='as they call themselves', max_length=80)),
                    ('phone', models.CharField(blank=True, help_text='left to be answered by SMS', max_length=20)),
                    ('language', models.CharField(default=nhipcau.core.language.own_language, max_length=8)),
                    ('told', models.JSONField(default=dict, help_text='what the machine said, and on which day')),
                    ('menu', models.JSONField(default=dict, help_text='what the numbers of the last menu mean')),
                    ('last_at', models.DateTimeField(help_text='last message of either side')),
                    ('withdrawn_at', models.DateTimeField(help_text='asked to be forgotten', null=True)),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.account')),
                    ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to='people.household')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('neighbourhood', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.neighbourhood')),
                    ('passed_by', models.ForeignKey(help_text='leader, officer', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['locality', 'person'], name='conversation_person')],
                    'constraints': [models.UniqueConstraint(models.F('locality'), django.db.models.functions.comparison.Coalesce('account', 0), models.F('source'), models.F('address'), models.F('person'), condition=models.Q(('address', ''), ('person', ''), _negated=True), name='conversation_once')],
                },
            ), migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('received', 'Mới đến'), ('assigned', 'Đã giao'), ('forwarded', 'Đã chuyển cơ quan khác'), ('answered', 'Đã trả lời'), ('closed', 'Đã đóng')], default='received', max_length=10)),
                    ('turn', models.PositiveIntegerField(default=0)),
                    ('tracking', models.CharField(max_length=16, unique=True)),
                    ('gist', models.CharField(blank=True, help_text='its first words, masked', max_length=300)),
                    ('folded', models.CharField(blank=True, help_text='to search and compare by', max_length=300)),
                    ('automatic', models.BooleanField(default=False, help_text='the machine gave a procedure')),
                    ('wants_person', models.BooleanField(default=False, help_text='asked for an officer')),
                    ('is_heavy', models.BooleanField(default=False, help_text='abusive words')),
                    ('may_show_card', models.BooleanField(default=False, help_text='a picture may show an ID card')),
                    ('language', models.CharField(default=nhipcau.core.language.own_language, help_text='vi, en, tyz: a guess', max_length=8)),
                    ('about_path', models.CharField(blank=True, help_text='the page it stands under', max_length=200)),
                    ('times', models.PositiveIntegerField(default=1, help_text='how often the same words came')),
                    ('asked_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('escalated_at', models.DateTimeField(null=True)),
                    ('first_answer_at', models.DateTimeField(help_text="of a person's answer", null=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_why', models.CharField(blank=True, choices=[('done', 'Đã trả lời xong'), ('automatic', 'Máy trả lời đã đủ'), ('thanked', 'Người hỏi báo đã rõ'), ('silent', 'Không hỏi thêm'), ('deleted', 'Người viết đã xoá'), ('withdrawn', 'Người hỏi rút lại dữ liệu'), ('no_question', 'Không phải câu hỏi'), ('abuse', 'Lời lẽ không phù hợp'), ('twice', 'Trùng câu khác')], max_length=12)),
                    ('held_until', models.DateTimeField(help_text='machine time', null=True)),
                    ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to=settings.AUTH_USER_MODEL)),
                    ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='inbox.conversation')),
                    ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('link', models.ForeignKey(help_text='to its page', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='links.link')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('procedure_version', models.ForeignKey(help_text='what it is about, as the search or an officer says', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                    ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='inbox.topic')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state__in', ['received', 'assigned', 'forwarded'])), fields=['locality', 'due_at'], name='question_open'), models.Index(fields=['conversation', 'state'], name='question_of'), models.Index(fields=['locality', 'asked_at'], name='question_asked')],
                },
            ), migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('note', 'Ghi chú'), ('handed', 'Bàn giao'), ('forwarded', 'Chuyển cơ quan khác'), ('overdue', 'Quá hạn'), ('failed', 'Chưa gửi được')], default='note', max_length=10)),
                    ('text', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='inbox.question')),
                ],
                options={
                    'ordering': ['at', 'id'],
                },
            ), migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=160)),
                    ('inbound', models.BooleanField()),
                    ('what', models.CharField(choices=[('text', 'Chữ'), ('image', 'Ảnh'), ('voice', 'Tin thoại'), ('video', 'Video'), ('file', 'Tệp'), ('sticker', 'Nhãn dán'), ('place', 'Vị trí'), ('other', 'Loại khác')], default='text', max_length=8)),
                    ('text', models.TextField(blank=True)),
                    ('files', models.JSONField(default=list, help_text='kind, name, size, address at the platform')),
                    ('reference', models.CharField(blank=True, help_text="the platform's id", max_length=80)),
                    ('at', models.DateTimeField()),
                    ('is_automatic', models.BooleanField(default=False)),
                    ('is_repeat', models.BooleanField(default=False, help_text='the same words again')),
                    ('is_cut', models.BooleanField(default=False, help_text='longer than is kept')),
                    ('had_ids', models.BooleanField(default=False, help_text='numbers were masked in it')),
                    ('may_show_card', models.BooleanField(default=False, help_text="a guess, or an officer's mark")),
                    ('is_heavy', models.BooleanField(default=False, help_text='abusive words')),
                    ('deleted_at', models.DateTimeField(help_text='taken back by its author, or by us', null=True)),
                    ('way', models.CharField(blank=True, choices=[('channel', 'Trong cuộc trò chuyện'), ('comment', 'Công khai dưới bình luận'), ('private', 'Nhắn riêng người bình luận'), ('template', 'Mẫu tin Zalo'), ('sms', 'Tin nhắn SMS'), ('page', 'Trang trả lời'), ('phone', 'Gọi điện'), ('elsewhere', 'Gõ ngay trên nền tảng')], max_length=10)),
                    ('failed_at', models.DateTimeField(help_text='the platform did not take it', null=True)),
                    ('fault', models.CharField(blank=True, help_text='its code, words are made', max_length=40)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='inbox.conversation')),
                    ('job', models.ForeignKey(help_text='how it is sent', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='dispatch.job')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('procedure_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                    ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='inbox.question')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [models.Index(fields=['question', 'at'], name='message_of_question')],
                    'constraints': [models.UniqueConstraint(fields=('conversation', 'key'), name='message_once')],
                },
            ), migrations.CreateModel(
                name='Forwarding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('body', models.CharField(max_length=160)),
                    ('contact', models.CharField(blank=True, max_length=160)),
                    ('how', models.CharField(blank=True, help_text='letter 12/UBND, telephone …', max_length=80)),
                    ('at', models.DateTimeField()),
                    ('due_at', models.DateTimeField(help_text='when the ward asks again')),
                    ('came_back_at', models.DateTimeField(null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forwardings', to='inbox.question')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('came_back_at', None)), fields=('question',), name='one_forwarding_a_question')],
                },
            ), migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('score', models.PositiveSmallIntegerField(choices=[(1, 'Chưa giúp được'), (2, 'Được một phần'), (3, 'Đã giúp được')])),
                    ('text', models.CharField(blank=True, max_length=500)),
                    ('at', models.DateTimeField()),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rating', to='inbox.question')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Topic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('words', models.TextField(blank=True)),
                    ('hours', models.PositiveSmallIntegerField(default=8)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('retired_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('locality', 'name'), name='topic_name_once')],
                },
            ), migrations.CreateModel(
                name='FaqEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('draft', 'Chờ duyệt'), ('published', 'Đang hiện'), ('retired', 'Đã gỡ')], default='draft', max_length=10)),
                    ('question', models.CharField(max_length=300)),
                    ('answer', models.TextField()),
                    ('folded', models.TextField(blank=True, help_text='question and answer, to search by')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('proposed_at', models.DateTimeField()),
                    ('reviewed_at', models.DateTimeField(null=True)),
                    ('retired_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('procedure_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('drawn_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='faq', to='inbox.question')),
                    ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='faq', to='inbox.topic')),
                ],
                options={
                    'ordering': ['position', 'id'],
                },
            ), migrations.CreateModel(
                name='Answerer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to=settings.AUTH_USER_MODEL)),
                    ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answerers', to='inbox.topic')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('topic', 'staff'), name='answerer_once')],
                },
            ), migrations.CreateModel(
                name='Wording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=20)),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'name'), name='wording_once')],
                },
            )],
        ),
    ]
