"""Verbs of the exchange: take a file in, hand refused rows back, forget what concerns nobody of ours."""

from tonggong.base.intake.services.forgetting import drop_old_hashes, forget_strangers, mark_compared
from tonggong.base.intake.services.report import Busy, NotKept, Report
from tonggong.base.intake.services.taking import sender_of_unit, take_in
from tonggong.base.intake.services.uploads import UploadGone, keep_upload, kept_upload

__all__ = [
    "Busy",
    "NotKept",
    "Report",
    "UploadGone",
    "drop_old_hashes",
    "forget_strangers",
    "keep_upload",
    "kept_upload",
    "mark_compared",
    "sender_of_unit",
    "take_in",
]
