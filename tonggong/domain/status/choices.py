"""Code sets of the stored answers; the words of a reason are the rule's."""

from django.db.models import TextChoices


class One(TextChoices):
    """The four things that the plan owes a person (四个一), in their order."""

    VERIFICATION = "verification", "基础信息核对"
    ASSESSMENT = "assessment", "职业能力评估"
    NEED = "need", "就业需求登记"
    SERVICE = "service", "就业服务"
