from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('console', '0007_import_mend'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importrow',
            name='verdict',
            field=models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('unchanged', 'unchanged'), ('refused', 'refused'), ('doubled', 'twice in the file'), ('overtaken', 'changed meanwhile')], max_length=9, verbose_name='verdict'),
        ),
    ]
