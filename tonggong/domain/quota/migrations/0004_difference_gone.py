import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("quota", "0003_award"),
    ]

    operations = [
        migrations.AddField("levydifference", "gone_at", models.DateTimeField(null=True, verbose_name="不再有的时间")),
        migrations.AddField(
            "levydifference",
            "gone_file",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.sourcefile",
                verbose_name="哪份文件之后没有",
            ),
        ),
        migrations.AlterField(
            "levydifference",
            "state",
            models.CharField(
                choices=[
                    ("open", "待处理"), ("tax", "以税务征收为准"), ("estimate", "以估算为准，请税务补征或退还"),
                    ("asked", "已请税务核实"), ("settled", "已说明，不再处理"), ("gone", "比对里已经没有"),
                ],
                default="open", max_length=10, verbose_name="处理",
            ),
        ),
    ]  # fmt: skip
