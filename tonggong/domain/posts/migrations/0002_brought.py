from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial")]

    operations = [
        migrations.AddField("post", "brought", models.BigIntegerField(null=True, verbose_name="由谁带来")),
        migrations.AddIndex(
            "post",
            models.Index(
                condition=models.Q(("brought__isnull", False)), fields=["source", "brought", "id"], name="post_brought_by"
            ),
        ),
    ]
