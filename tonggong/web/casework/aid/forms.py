"""Forms of the room."""

from typing import Any

from django import forms

from tonggong.base.installation import clock
from tonggong.domain.campaigns.services.aid import groups
from tonggong.web.components.forms import DayField

KINDS = [("unemployed", "失业登记"), ("hardship", "就业困难人员认定")]


class RegisterForm(forms.Form):
    """A registration or a recognition at 人社."""

    kind = forms.ChoiceField(label="办了什么", choices=KINDS)
    group = forms.ChoiceField(label="认定的情形", required=False, help_text="只在认定就业困难人员时选")
    on = DayField(label="哪天办的")
    evidence = forms.CharField(label="凭据", max_length=200, help_text="例如《就业创业证》编号、认定表、系统截图的日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "不是认定"), *groups()]  # type: ignore[attr-defined]
        self.initial.setdefault("on", clock.today())
