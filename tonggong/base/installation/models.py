from django.db import models


class Installation(models.Model):
    """The one row that says what this database is: practice or real, and of which city."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", "演练"
        REAL = "real", "正式"

    number = models.CharField("安装编号", max_length=32, unique=True, help_text="与数据目录里的编号相同")
    kind = models.CharField("性质", max_length=8, choices=Kind)
    city_pack = models.CharField("城市包", max_length=200, blank=True)
    city_code = models.CharField("城市代码", max_length=12, blank=True)
    city_name = models.CharField("城市名称", max_length=40, blank=True)
    created_at = models.DateTimeField("建立时间")
    practice_day = models.DateField("演练日期", null=True, help_text="演练城市的“今天”；正式安装为空")

    practice_since = models.DateTimeField(
        "演练日期从何时算起", null=True, help_text="从这一刻起，演练的时钟与真实时间同步前进"
    )
    ledger_version = models.BigIntegerField(
        "台账版本", default=0, help_text="台账每动一次加一；数字据此知道自己是否过时"
    )

    class Meta:
        verbose_name = "安装"
