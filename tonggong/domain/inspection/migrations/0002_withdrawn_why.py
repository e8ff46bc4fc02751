from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_initial")]

    operations = [
        operation
        for name in ("task", "sitevisit", "question", "hearingletter", "personfinding", "result")
        for operation in (
            migrations.RenameField(name, "withdrawn_because", "withdrawn_why"),
            migrations.AlterField(
                name, "withdrawn_why", models.CharField(blank=True, max_length=200, verbose_name="撤回原因")
            ),
        )
    ]
