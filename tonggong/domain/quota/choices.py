from django.db import models

from tonggong.rules.quota.collected import DIFFERENCE_LABELS, Difference
from tonggong.rules.quota.leading import LEAD_LABELS, Lead
from tonggong.rules.quota.levy import Tier

# The words of the establishment file, as the rules call the levels; the longer word first.
LEVELS = {
    "中央": "central",
    "省": "province",
    "市": "city",
    "县": "county",
    "区": "county",
    "乡": "township",
    "镇": "township",
}
LEVEL_LABELS = {
    "central": "中央",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "township": "乡级",
    "": "层级不明",
}


class Standing(models.TextChoices):
    """Where a unit stands with the quota in a year; exactly one holds, so the columns of a list add up."""

    MET = "met", "达到比例"
    OWING = "owing", "未达比例，应缴"
    EXEMPT = "exempt", "未达比例，免缴"
    UNKNOWN = "unknown", "职工人数不明"
    NOT_OBLIGED = "not_obliged", "不在义务之列"


class Settled(models.TextChoices):
    """What was decided of a difference between the estimate and what was collected."""

    OPEN = "open", "待处理"
    TAX = "tax", "以税务征收为准"
    ESTIMATE = "estimate", "以估算为准，请税务补征或退还"
    ASKED = "asked", "已请税务核实"
    SETTLED = "settled", "已说明，不再处理"
    GONE = "gone", "比对里已经没有"  # by a run only: neither estimate nor collection says it any more


UNKNOWN_TIER = "unknown"
TIER_LABELS = {
    Tier.UPPER.value: "比例较高的一档",
    Tier.LOWER.value: "比例较低的一档",
    Tier.FULL.value: "全额",
    Tier.EXEMPT.value: "免缴",
    Tier.MET.value: "不用缴",
    Tier.NOT_OBLIGED.value: "不在义务之列",
    UNKNOWN_TIER: "还不能算",
}
DIFFERENCES = [(one.value, DIFFERENCE_LABELS[one]) for one in Difference]
LEADS = [(lead.value, LEAD_LABELS[lead]) for lead in Lead]


def level_of(word: str) -> str:
    """The level that an office's word names ("市级"), "" where it names none."""
    return next((level for begin, level in LEVELS.items() if word.strip().startswith(begin)), "")
