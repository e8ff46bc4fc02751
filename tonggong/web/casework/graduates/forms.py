"""Forms of the room."""

from django import forms

from tonggong.domain.graduates.queries import KINDS
from tonggong.rules.graduates import destinations
from tonggong.web.components.forms import DayField, WholeField


class DestinationForm(forms.Form):
    """Where a graduate went."""

    code = forms.ChoiceField(label="去向", choices=[])
    on = DayField(label="哪天落实的")
    evidence = forms.CharField(label="凭据", max_length=200, help_text="例如劳动合同、就业协议、录取通知书")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", "请选"), *((one.code, f"{one.name}（{one.code}）") for one in destinations().values())]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]


class ActivityForm(forms.Form):
    """What was done with a college."""

    college = forms.CharField(label="学校", max_length=120)
    kind = forms.ChoiceField(label="做了什么", choices=list(KINDS.items()))
    on = DayField(label="日期")
    people = WholeField(label="参加人数", min_value=1, max_value=100000, required=False)
    note = forms.CharField(label="情况", max_length=300, required=False)
