from django.db import migrations, models

# One name for the three columns in every room; the columns themselves stay as they are.


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0001_initial")]

    operations = [
        migrations.AlterField(name, field, kind)
        for name in ("agreement", "broughtpost", "contact", "csrfiling", "partnerplacement")
        for field, kind in (
            ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
            ("withdrawn_by", models.CharField(blank=True, max_length=60, verbose_name="撤回人")),
            ("withdrawn_why", models.CharField(blank=True, max_length=200, verbose_name="撤回原因")),
        )
    ]
