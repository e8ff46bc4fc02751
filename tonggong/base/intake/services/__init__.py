"""Verbs of the exchange: take a file in, hand refused rows back, forget what concerns nobody of ours."""

from tonggong.base.intake.services.forgetting import drop_old_hashes, forget_strangers, mark_compared
from tonggong.base.intake.services.report import Busy, NotKept, Report
from tonggong.base.intake.services.taking import take_in

__all__ = ["Busy", "NotKept", "Report", "drop_old_hashes", "forget_strangers", "mark_compared", "take_in"]
