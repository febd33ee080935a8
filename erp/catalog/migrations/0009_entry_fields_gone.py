from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0008_entry_rows_moved'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='catalogueentry',
            name='catalogue_entry_former',
        ),
        migrations.RemoveField(
            model_name='catalogueentry',
            name='former_brand',
        ),
        migrations.RemoveField(
            model_name='catalogueentry',
            name='former_key',
        ),
        migrations.RemoveField(
            model_name='catalogueentry',
            name='former_model',
        ),
        migrations.RemoveField(
            model_name='catalogueentry',
            name='typed_specifications',
        ),
        migrations.RemoveField(
            model_name='historicalcatalogueentry',
            name='former_brand',
        ),
        migrations.RemoveField(
            model_name='historicalcatalogueentry',
            name='former_key',
        ),
        migrations.RemoveField(
            model_name='historicalcatalogueentry',
            name='former_model',
        ),
        migrations.RemoveField(
            model_name='historicalcatalogueentry',
            name='typed_specifications',
        ),
    ]
