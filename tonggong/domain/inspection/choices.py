"""The words of suspicions and cases, for tables, forms and pages."""

from django.db import models

from tonggong.rules.signals import cases


class Ending(models.TextChoices):
    """Why a stored suspicion stands no more: a rerun says something else of it, or nothing."""

    CHANGED = "changed", "有变化"
    VANISHED = "vanished", "不再出现"


class Asked(models.TextChoices):
    """Who is asked."""

    UNIT = "unit", "单位"
    PERSON = "person", "本人"
    OTHER = "other", "其他人"


STATES = [(key.value, label) for key, label in cases.STATE_LABELS.items()]
VERDICTS = [(key.value, label) for key, label in cases.VERDICT_LABELS.items()]
RESULTS = [(key.value, label) for key, label in cases.ENDING_LABELS.items()]
OFFICES = [(key.value, label) for key, label in cases.OFFICE_LABELS.items()]
