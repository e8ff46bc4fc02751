"""The form of one hire, and why a report is taken back."""

from typing import Any

from django import forms

from tonggong.base.installation import clock
from tonggong.domain.hires.choices import Form
from tonggong.rules.identifiers import IdentifierInvalid, read_certificate_no, read_citizen_id
from tonggong.web.components.forms import DayField
from tonggong.web.employer.declaration_forms import NeverShown


class HireForm(forms.Form):
    """Who was hired, for which post, since when and how; by which paper. The certificate's number is read and not kept."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请写姓名"})
    citizen_id = forms.CharField(
        label="身份证号",
        widget=NeverShown,
        help_text="加密存放，填完不再显示",
        error_messages={"required": "请填身份证号"},
    )
    number = forms.CharField(
        label="残疾人证号", required=False, widget=NeverShown,
        help_text="20 位，前 18 位就是身份证号；只用来核对有没有填错，不存",
    )  # fmt: skip
    is_military = forms.BooleanField(label="持残疾军人证，没有残疾人证", required=False)
    post = forms.CharField(label="岗位", max_length=60, error_messages={"required": "请写岗位，例如 综合窗口"})
    hired_on = DayField(label="录（聘）用日期", error_messages={"required": "请写录（聘）用的日期"})
    form = forms.ChoiceField(
        label="用工形式", choices=Form.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选用工形式", "invalid_choice": "没有这一项，请重新选"},
    )  # fmt: skip
    ground = forms.CharField(
        label="凭据", max_length=200, help_text="例如 录用通知文号、聘用合同编号。不要写身份证号",
        error_messages={"required": "请写凭据"},
    )  # fmt: skip

    def clean_citizen_id(self) -> str:
        """The number with its check digit."""
        try:
            return read_citizen_id(self.cleaned_data["citizen_id"]).number
        except IdentifierInvalid as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean_hired_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["hired_on"]
        if day > clock.today():
            raise forms.ValidationError("日期在今天以后，还没有录用的先不报")
        return day

    def clean(self) -> dict[str, Any]:
        """The certificate belongs to whom the citizen ID names."""
        said = super().clean() or {}
        if said.get("is_military"):
            return said
        if not said.get("number"):
            self.add_error("number", "请填残疾人证号；持残疾军人证的，勾选下面一项")
            return said
        try:
            holder = read_certificate_no(said["number"]).citizen_id
        except IdentifierInvalid as wrong:
            self.add_error("number", str(wrong))
            return said
        if said.get("citizen_id") and holder != said["citizen_id"]:
            self.add_error("number", "残疾人证号的前18位和身份证号不一样，请核对")
        return said

    def said(self) -> dict[str, Any]:
        """What the domain takes."""
        return {key: value for key, value in self.cleaned_data.items() if key not in ("number", "is_military")}


class TakeBackForm(forms.Form):
    """Why a report is taken back."""

    why = forms.CharField(
        label="为什么撤回", max_length=200, help_text="例如 报错了人、日期写错。不要写身份证号",
        error_messages={"required": "请写为什么撤回"},
    )  # fmt: skip
