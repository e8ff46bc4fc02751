from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("coaching", "0002_statements_to_testimony")]

    operations = [
        migrations.DeleteModel(name="PlacementHandling"),
        migrations.DeleteModel(name="PlacementConfirmation"),
    ]
