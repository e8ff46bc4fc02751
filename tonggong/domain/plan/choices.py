from django.db import models


class PlanStatus(models.TextChoices):
    """How far a version is."""

    IN_FORCE = "in_force", "已印发"
    AWAITING_CITY = "awaiting_city", "上级已印发，本市方案待印发"


class ClauseKind(models.TextChoices):
    """The parts of a plan."""

    GENERAL = "general", "总体要求"
    ACTION = "action", "行动"
    SAFEGUARD = "safeguard", "保障措施"


class Level(models.TextChoices):
    """Who issued a parent document."""

    NATION = "nation", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"


class Period(models.TextChoices):
    """How often a task falls due."""

    ONCE = "once", "一次"
    YEAR = "year", "每年"
    HALF_YEAR = "half_year", "每半年"
    QUARTER = "quarter", "每季"
    MONTH = "month", "每月"


class Scope(models.TextChoices):
    """Who has to do a task."""

    CITY = "city", "市级"
    COUNTY = "county", "各县区"
