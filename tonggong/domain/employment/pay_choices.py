from django.db import models

from tonggong.rules.equal_pay import PAY_LABELS, Pay


class PayState(models.TextChoices):
    """Where a check of equal pay stands: nothing to ask, or a flag that waits or was decided."""

    QUIET = "quiet", "没有提示"
    OPEN = "open", "待核实"
    EXPLAINED = "explained", "已说明，有正当理由"
    CORRECTED = "corrected", "单位已更正"
    HANDED_ON = "handed_on", "已移交劳动保障监察"


PAYS = [(one.value, PAY_LABELS[one]) for one in Pay]
PAY_DECIDED = (PayState.EXPLAINED, PayState.CORRECTED, PayState.HANDED_ON)
