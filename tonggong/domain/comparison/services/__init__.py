"""What can be done with a month: compare, decide, answer, sign, close."""

from tonggong.domain.comparison.services.compare import Compared, compare_month
from tonggong.domain.comparison.services.decide import (
    DecisionRefused,
    answer,
    decide,
    decide_cause,
    undo_decision,
    undo_last,
)
from tonggong.domain.comparison.services.month import MonthRefused, close_month, sign, withdraw_signature
from tonggong.domain.comparison.services.referred import refer_petition
from tonggong.domain.comparison.services.sheet import SheetWrong, apply_sheet, export_sheet

__all__ = [
    "Compared",
    "DecisionRefused",
    "MonthRefused",
    "SheetWrong",
    "answer",
    "apply_sheet",
    "close_month",
    "compare_month",
    "decide",
    "decide_cause",
    "export_sheet",
    "refer_petition",
    "sign",
    "undo_decision",
    "undo_last",
    "withdraw_signature",
]
