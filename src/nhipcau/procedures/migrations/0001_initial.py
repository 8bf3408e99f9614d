import django.db.models.deletion
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
                name='CatalogueBatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file_name', models.CharField(max_length=200)),
                    ('file_hash', models.CharField(max_length=64)),
                    ('state', models.CharField(choices=[('reading', 'Đang đọc'), ('ready', 'Chờ xem lại'), ('writing', 'Đang ghi'), ('applied', 'Đã nhập'), ('refused', 'Không đọc được'), ('dropped', 'Đã bỏ')], default='reading', max_length=10)),
                    ('fault', models.TextField(blank=True)),
                    ('counts', models.JSONField(default=dict, help_text='new, changed, same, refused')),
                    ('report', models.JSONField(default=dict, help_text='headings that were read and that were not')),
                    ('leased_until', models.DateTimeField(help_text='machine time; one writer', null=True)),
                    ('created_at', models.DateTimeField()),
                    ('created_by', models.CharField(max_length=80)),
                    ('applied_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Procedure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(help_text='1.004222, or 1.004222.000.00.00.H03', max_length=40)),
                    ('name', models.TextField()),
                    ('level', models.CharField(blank=True, max_length=120)),
                    ('sector', models.CharField(blank=True, max_length=300)),
                    ('audience', models.TextField(blank=True)),
                    ('created_at', models.DateTimeField()),
                    ('retired_at', models.DateTimeField(null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('current', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'code'), name='procedure_code_once')],
                    'indexes': [models.Index(fields=['locality', 'current', 'retired_at'], name='procedure_in_force')],
                },
            ), migrations.CreateModel(
                name='ProcedureVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(default=1)),
                    ('name', models.TextField()),
                    ('level', models.CharField(blank=True, max_length=120)),
                    ('sector', models.CharField(blank=True, max_length=300)),
                    ('audience', models.TextField(blank=True)),
                    ('steps', models.TextField(blank=True)),
                    ('conditions', models.TextField(blank=True)),
                    ('result', models.TextField(blank=True)),
                    ('legal_basis', models.TextField(blank=True, help_text='one document a line')),
                    ('decision', models.CharField(blank=True, max_length=200)),
                    ('agency', models.TextField(blank=True, help_text='who does it')),
                    ('source_url', models.CharField(blank=True, max_length=500)),
                    ('retrieved_at', models.DateTimeField(null=True)),
                    ('details', models.JSONField(default=dict, help_text='other facts of the source, by heading')),
                    ('unclear', models.JSONField(default=dict, help_text='text nobody could place, by field')),
                    ('is_light', models.BooleanField(default=False, help_text='from an index: no ways, no papers')),
                    ('digest', models.CharField(max_length=64)),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.CharField(max_length=80)),
                    ('current_since', models.DateTimeField(help_text='null: written, never in force', null=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='procedures.procedure')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('procedure', 'number'), name='procedure_version_once')],
                },
            ), migrations.CreateModel(
                name='Paper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('case', models.TextField(blank=True, help_text='when it is needed; empty: always')),
                    ('name', models.TextField()),
                    ('originals', models.PositiveSmallIntegerField(null=True)),
                    ('copies', models.PositiveSmallIntegerField(null=True)),
                    ('form_name', models.CharField(blank=True, max_length=300)),
                    ('form_url', models.CharField(blank=True, max_length=500)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='procedures.procedureversion')),
                ],
                options={
                    'ordering': ['position', 'pk'],
                },
            ), migrations.CreateModel(
                name='CatalogueRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sheet', models.CharField(blank=True, max_length=40)),
                    ('row', models.PositiveIntegerField(help_text='line of the file, as a spreadsheet numbers it')),
                    ('column', models.CharField(blank=True, max_length=80)),
                    ('verdict', models.CharField(choices=[('new', 'Mới'), ('changed', 'Thay đổi'), ('same', 'Không đổi'), ('refused', 'Không nhận')], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=400)),
                    ('code', models.CharField(blank=True, max_length=60)),
                    ('name', models.TextField(blank=True)),
                    ('digest', models.CharField(blank=True, max_length=64)),
                    ('content', models.JSONField(default=dict)),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='procedures.cataloguebatch')),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('procedure', models.ForeignKey(help_text='when written', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='procedures.procedure')),
                    ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='procedures.procedureversion')),
                    ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='procedures.procedureversion')),
                ],
                options={
                    'indexes': [models.Index(fields=['batch', 'verdict', 'row'], name='catalogue_row_verdict'), models.Index(fields=['batch', 'procedure'], name='catalogue_row_procedure')],
                },
            ), migrations.CreateModel(
                name='Way',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('kind', models.CharField(choices=[('direct', 'Trực tiếp'), ('online', 'Trực tuyến'), ('post', 'Dịch vụ bưu chính')], max_length=8)),
                    ('time_amount', models.DecimalField(decimal_places=2, help_text='never without its unit', max_digits=7, null=True)),
                    ('time_unit', models.CharField(blank=True, choices=[('minute', 'phút'), ('hour', 'giờ'), ('working_hour', 'giờ làm việc'), ('day', 'ngày'), ('working_day', 'ngày làm việc'), ('week', 'tuần'), ('month', 'tháng'), ('year', 'năm')], max_length=14)),
                    ('time_text', models.TextField(blank=True, help_text='as the source says it')),
                    ('fee_kind', models.CharField(blank=True, choices=[('free', 'Miễn phí'), ('amount', 'Có thu'), ('depends', 'Tùy trường hợp')], help_text='empty: not told', max_length=8)),
                    ('fee_vnd', models.PositiveBigIntegerField(help_text='0 is free; null: read fee_text', null=True)),
                    ('fee_text', models.TextField(blank=True, help_text='as the source says it; show it beside')),
                    ('note', models.TextField(blank=True)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ways', to='procedures.procedureversion')),
                ],
                options={
                    'ordering': ['position', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('time_amount__isnull', True), ('time_unit', '')), models.Q(('time_amount__isnull', False), models.Q(('time_unit', ''), _negated=True)), _connector='OR'), name='way_time_has_its_unit')],
                },
            ), migrations.CreateModel(
                name='Saying',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('said', models.CharField(max_length=300)),
                    ('means', models.CharField(max_length=300)),
                    ('created_at', models.DateTimeField()),
                    ('created_by', models.CharField(max_length=80)),
                    ('locality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.locality')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('locality', 'said'), name='saying_once')],
                },
            )],
        ),
    ]
