from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hires", "0001_initial")]

    operations = [
        migrations.AddField(
            "hirereport",
            "form",
            models.CharField(
                blank=True,
                choices=[
                    ("civil", "录用为公务员（含参公人员）"),
                    ("staff", "聘用为事业单位工作人员"),
                    ("contract", "编外，签劳动合同"),
                ],
                default="",
                max_length=8,
                verbose_name="用工形式",
            ),
            preserve_default=False,
        ),
    ]
