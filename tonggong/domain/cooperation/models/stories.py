from django.db import models
from django.db.models import Q

from tonggong.base.withdrawn import Withdrawable
from tonggong.domain.cooperation.choices import Giver, StoryKind, StoryState


class StoryQuerySet(models.QuerySet):
    """Cases by what may be read."""

    def public(self):
        """Cases that may be read by everybody at this moment: published, with a standing consent to these very words."""
        agreed = StoryConsent.objects.standing().filter(
            story=models.OuterRef("pk"), content_hash=models.OuterRef("content_hash")
        )
        return self.filter(state=StoryState.PUBLISHED).filter(models.Exists(agreed))


class Story(models.Model):
    """A typical case (典型案例): of a unit, or of a person under the name that she chose."""

    MOVES = {
        StoryState.DRAFT: (StoryState.PUBLISHED,),
        StoryState.PUBLISHED: (StoryState.WITHDRAWN, StoryState.TAKEN_DOWN),
        StoryState.WITHDRAWN: (StoryState.PUBLISHED,),
        StoryState.TAKEN_DOWN: (StoryState.PUBLISHED,),
    }
    follows_person = True  # when two rows of persons become one

    number = models.CharField("编号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=8, choices=StoryKind)
    county_code = models.CharField("区划", max_length=12)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("employers.Unit", models.PROTECT, null=True, related_name="+")
    shown_name = models.CharField("文中的称呼", max_length=60, help_text="单位名称，或本人自己选的称呼")
    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    picture = models.BinaryField("照片", null=True)
    picture_type = models.CharField("照片格式", max_length=40, blank=True)
    picture_words = models.CharField("照片说明", max_length=200, blank=True)
    content_hash = models.CharField("内容摘要", max_length=64)
    state = models.CharField("状态", max_length=10, choices=StoryState, default=StoryState.DRAFT)
    published_at = models.DateTimeField("发布时间", null=True)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = "典型案例"
        constraints = [
            models.CheckConstraint(
                name="a_story_is_of_one",
                condition=Q(kind="person", person__isnull=False, unit=None)
                | Q(kind="unit", unit__isnull=False, person=None),
                violation_error_message="案例要么写一个人，要么写一家单位。",
            ),
        ]


class StoryConsent(Withdrawable):
    """Somebody agreed that a case is told in these words at these places, and may take it back at any moment (发布同意)."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="consents")
    content_hash = models.CharField("同意的内容", max_length=64)
    given_by = models.CharField("由谁同意", max_length=10, choices=Giver)
    given_on = models.DateField("同意日期")
    how = models.CharField("凭据", max_length=200)
    places = models.JSONField("同意发在哪里", default=list)
    by = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "发布同意"
        constraints = [
            models.UniqueConstraint(
                name="one_standing_consent_per_story",
                fields=["story"],
                condition=Q(withdrawn_at=None),
                violation_error_message="这个案例已经有同意。",
            ),
        ]
