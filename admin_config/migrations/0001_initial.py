import django.db.models.deletion
import django.utils.timezone
import erp.foundation.models.key_field
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('screen', models.CharField(max_length=80, verbose_name='screen')),
                ('file', models.FileField(max_length=200, upload_to='imports/%Y/%m/', verbose_name='file')),
                ('filename', models.CharField(max_length=200, verbose_name='file name')),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('mapped', 'being checked'), ('checked', 'checked'), ('committing', 'being written'), ('done', 'done'), ('failed', 'failed')], default='uploaded', max_length=10, verbose_name='state')),
                ('source', models.JSONField(blank=True, default=dict, verbose_name='source')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='columns')),
                ('mapping', models.JSONField(blank=True, default=dict, verbose_name='mapping')),
                ('options', models.JSONField(blank=True, default=dict, verbose_name='options')),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='counts')),
                ('checked_to', models.PositiveIntegerField(default=0)),
                ('committed_to', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='foundation.job', verbose_name='job')),
                ('operation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='import_runs', to='foundation.operation', verbose_name='operation')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ('-id',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('verdict', models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('unchanged', 'unchanged'), ('refused', 'refused'), ('doubled', 'twice in the file')], max_length=9, verbose_name='verdict')),
                ('data', models.JSONField(default=list, verbose_name='data')),
                ('differences', models.JSONField(default=list, verbose_name='differences')),
                ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                ('record_pk', models.BigIntegerField(null=True, verbose_name='record')),
                ('marks', models.JSONField(default=list)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='console.importrun')),
            ],
            options={
                'verbose_name': 'row of an import',
                'verbose_name_plural': 'rows of an import',
                'ordering': ('run', 'number'),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ListChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('screen', models.CharField(max_length=80, verbose_name='screen')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='columns')),
                ('page_size', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rows on a page')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'list choice',
                'verbose_name_plural': 'list choices',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('screen', models.CharField(db_index=True, max_length=80, verbose_name='screen')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_key', erp.foundation.models.key_field.KeyField(max_length=60, source='name')),
                ('filters', models.JSONField(blank=True, default=dict, verbose_name='filters')),
                ('search', models.CharField(blank=True, max_length=200, verbose_name='search')),
                ('order', models.CharField(blank=True, max_length=80, verbose_name='order')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='columns')),
                ('page_size', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rows on a page')),
                ('is_default', models.BooleanField(default=False, verbose_name='default')),
                ('is_shared', models.BooleanField(default=False, verbose_name='shared')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ('name_key',),
                'permissions': (('share_savedview', 'Can share saved views'),),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('screen', models.CharField(max_length=80, verbose_name='screen')),
                ('columns', models.JSONField(default=dict, verbose_name='columns')),
                ('options', models.JSONField(default=dict, verbose_name='options')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'column mapping',
                'verbose_name_plural': 'column mappings',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'screen'), name='import_mapping_once')],
            },
        ),
        migrations.AddIndex(
            model_name='importrun',
            index=models.Index(fields=['asked_by', 'screen', 'id'], name='import_run_asked_by'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['run', 'verdict', 'number'], name='import_row_verdict'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('run', 'number'), name='import_row_once'),
        ),
        migrations.AddConstraint(
            model_name='listchoice',
            constraint=models.UniqueConstraint(fields=('person', 'screen'), name='list_choice_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('person', 'screen', 'name_key'), name='saved_view_once'),
        ),
    ]
