from django.db import models

from tonggong.base.facts import Fact
from tonggong.domain.casework.choices import Advice, Depth, Purpose


class Assessment(Fact):
    """What somebody can do, dimension by dimension, with the source of each level (职业能力评估).

    Category and grade of the certificate never enter a level or the advice. A dimension that is not in `levels` is
    unknown. Until it is signed it is a draft that its assessor fills in; signed and shown it counts; a correction is a
    new row of the thread. A second, independent assessment of the same person (`double_of`) only checks the first.
    """

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="assessments")
    visit_key = models.UUIDField("走访", null=True)
    profile_version = models.CharField("能力剖面版本", max_length=40)
    depth = models.CharField("深度", max_length=2, choices=Depth)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    on = models.DateField("评估日期")
    consent = models.ForeignKey("casework.Consent", models.PROTECT, null=True, related_name="+", verbose_name="同意")
    double_of = models.BigIntegerField("复评的评估", null=True)  # thread of the first assessment
    families = models.JSONField("想做的工作种类", default=list)  # of the profile's job families
    asked = models.JSONField("问到的项", default=list)  # dimensions that the talk covered
    interests = models.TextField("兴趣和意愿", blank=True)
    levels = models.JSONField(
        "能力等级", default=dict
    )  # {dimension: {"level": 0..4, "source": key, "on": day, "note": text, "prompt": 0..5 in a trial}}
    accommodations = models.JSONField("有用的支持", default=list)  # [{"key": id, "helps": text, "tried": bool}]
    conditions = models.JSONField("工作条件", default=dict)  # {condition id: value}
    instruments = models.JSONField(
        "所用工具", default=list
    )  # [{"code", "version", "on", "raw", "norm", "by"}], never the items
    sessions = models.JSONField(
        "评估过程", default=list
    )  # [{"on", "minutes", "place", "given": words, "task": words, "prompt": 0..5}]; the last two in a trial
    aids_used = models.CharField("使用的辅具", max_length=200, blank=True)
    strengths = models.TextField("长处", blank=True)
    support_needs = models.TextField("需要的支持", blank=True)
    advice = models.CharField("建议", max_length=16, choices=Advice, blank=True)
    advice_because = models.TextField("建议的理由", blank=True)
    assessor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="评估人")
    second_assessor = models.CharField("第二评估人", max_length=60, blank=True)
    signed_on = models.DateField("签字日期", null=True)
    shown_on = models.DateField("向本人说明日期", null=True)
    person_comment = models.TextField("本人意见", blank=True)
    contested = models.JSONField("本人有异议的项", default=list)
    next_due_on = models.DateField("下次评估", null=True)

    class Meta:
        verbose_name = "职业能力评估"
        indexes = [
            models.Index(fields=["person", "known_until", "on"], name="assessment_of_person"),
            models.Index(fields=["known_until", "next_due_on"], name="assessment_by_due"),
            models.Index(fields=["thread"], name="assessment_by_thread"),
        ]


class AccommodationPass(models.Model):
    """What helps somebody at work, shown by her to whom she chooses, for a time (支持需求通行证). She can take it back."""

    follows_person = True  # when two rows of persons become one

    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="passes")
    token_hash = models.BinaryField("口令摘要", max_length=32, unique=True)  # the token itself is shown once, to her
    shown_to = models.CharField("给谁看", max_length=120)
    items = models.JSONField("给看的内容", default=list)  # frozen when it was granted
    created_at = models.DateTimeField("开出时间")
    until = models.DateTimeField("看到何时")
    revoked_at = models.DateTimeField("收回时间", null=True)
    by = models.CharField("开出人", max_length=60)
    her_word = models.CharField("本人怎样同意", max_length=60, blank=True)  # where a worker granted it for her

    class Meta:
        verbose_name = "支持需求通行证"
        indexes = [models.Index(fields=["person", "until"], name="pass_of_person")]


class PassOpening(models.Model):
    """Somebody opened a pass; the person sees it."""

    shown = models.ForeignKey(AccommodationPass, models.PROTECT, related_name="openings")
    at = models.DateTimeField("时间")
    said = models.CharField("自称", max_length=60, blank=True)

    class Meta:
        verbose_name = "通行证打开记录"


class PassAttempt(models.Model):
    """A code that opened nothing, from a place kept only as a keyed hash: slows down guessing, swept after a day."""

    place = models.BinaryField("来处摘要", max_length=16)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "没有打开的通行证"
        indexes = [models.Index(fields=["place", "at"], name="pass_attempt")]
