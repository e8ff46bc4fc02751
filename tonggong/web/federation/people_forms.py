"""What is typed on the pages of persons."""

from django import forms

from tonggong.web.components.forms import DayField


class KnownForm(forms.Form):
    """As known on which day."""

    known = DayField(label="按这一天所知", required=False)


class ReasonForm(forms.Form):
    """Why somebody needs a full number."""

    reason = forms.CharField(
        label="为什么要看", max_length=200, help_text="例如 到社保中心核对参保记录",
        error_messages={"required": "请写明为什么要看完整号码"},
    )  # fmt: skip


class MergeForm(forms.Form):
    """Why two rows are one person."""

    reason = forms.CharField(
        label="为什么认定是同一个人", max_length=200, min_length=4, help_text="例如 号码录错一位，已与本人核对",
        error_messages={"required": "请写明理由", "min_length": "理由太短，请写清楚，至少 4 个字"},
    )  # fmt: skip


class OtherForm(forms.Form):
    """Whom a row may be the same as."""

    q = forms.CharField(label="另一条记录", max_length=40, help_text="姓名两个字、证号或电话尾号", required=False)
