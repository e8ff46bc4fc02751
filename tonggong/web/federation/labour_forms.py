from django import forms

from tonggong.web.components.forms import DayField


class ReasonForm(forms.Form):
    """Why something is decided so."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="例如 已看证件原件、单位已书面说明。不要写身份证号",
        error_messages={"required": "请写明理由"},
    )


class HireForm(forms.Form):
    """A hire that a public body reports."""

    unit_code = forms.CharField(
        label="统一社会信用代码", max_length=18, error_messages={"required": "请写单位的统一社会信用代码"}
    )
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请写姓名"})
    citizen_id = forms.CharField(label="身份证号", max_length=20, error_messages={"required": "请写身份证号"})
    hired_on = DayField(label="录（聘）用日期", error_messages={"required": "请写录（聘）用的日期"})
    post = forms.CharField(label="岗位", max_length=60, required=False)
    ground = forms.CharField(
        label="凭据", max_length=200, help_text="例如 录用通知文号", error_messages={"required": "请写明凭据"}
    )
