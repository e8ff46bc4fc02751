from django import forms

from tonggong.web.components.forms import DayField


class DaysForm(forms.Form):
    """As of which day, and as known on which; the second may be left to now."""

    as_of = DayField(label="截至哪一天", required=False, help_text="")
    known = DayField(label="按哪一天所知", required=False, help_text="")


class ExportForm(forms.Form):
    """What a list that leaves the house is for."""

    purpose = forms.CharField(
        label="导出做什么用",
        max_length=100,
        min_length=2,
        help_text="例如 核对盘山县名单。会和您的姓名、时间一起记下来。",
        error_messages={"required": "请写一句导出做什么用", "min_length": "请写明白一点，至少两个字"},
    )


class CloseForm(forms.Form):
    """A task done: when, and on what proof."""

    on = DayField(label="办结的那一天", error_messages={"required": "请写办结的日期"})
    proof = forms.CharField(
        label="凭什么算办结",
        max_length=200,
        help_text="写文号、会议或名单，例如 盘残工委办〔2024〕12号",
        error_messages={"required": "请写明完成依据"},
    )


class VoidForm(forms.Form):
    """Why a circular is void."""

    reason = forms.CharField(
        label="为什么作废",
        max_length=200,
        help_text="文号保留，全文和名单照样打得开。",
        error_messages={"required": "请写明作废的原因"},
    )
