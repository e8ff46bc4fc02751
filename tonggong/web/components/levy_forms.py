"""The boxes of the levy's trials: numbers as people say them, and whatever does not go together told at its field."""

from decimal import Decimal
from typing import Any

from django import forms

from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind
from tonggong.rules.quota.trial import MONTHS, Trial
from tonggong.web.components.amounts import SaidField

HEADS, MONEY, SPAN = ("人", "名", "个人", "个"), ("元", "元/年", "元每年", "元一年", "块", "块钱"), ("个月", "月")
MOST_HEADS, MOST_YUAN = 1_000_000, 10_000_000
AGAIN = {"invalid_choice": "没有这一项，请重新选"}
FROM_MONTHS = [(str(n), f"{n}月") for n in range(1, MONTHS + 1)]


def heads_field(label: str, **kwargs: Any) -> SaidField:
    """A number of persons, whole or an average."""
    return SaidField(
        label=label, units=HEADS, min_value=0, max_value=MOST_HEADS, max_digits=11, decimal_places=4, **kwargs
    )


def wage_field(**kwargs: Any) -> SaidField:
    """The average wage of a year, yuan."""
    return SaidField(
        label="职工年平均工资（元）", units=MONEY, min_value=0, max_value=MOST_YUAN, max_digits=11, decimal_places=2,
        example="60000", help_text="全年工资总额除以职工人数。一个月5000元，就填60000",
        error_messages={"required": "请填年平均工资，例如 60000"}, **kwargs,
    )  # fmt: skip


class TrialForm(forms.Form):
    """Staff, wage, and persons without and with a severe disability; `prepare` adds what is asked besides."""

    staff = heads_field(
        "职工人数", help_text="全年平均，可以有小数，例如 120.5", error_messages={"required": "请填职工人数，例如 120"}
    )
    wage = wage_field()
    ordinary = heads_field("残疾人（不是重度）", required=False, whole=True, example="1")
    severe = heads_field("重度残疾人", required=False, whole=True, example="1")

    def clean_staff(self) -> Decimal:
        staff: Decimal = self.cleaned_data["staff"]
        if not staff:
            raise forms.ValidationError("没有职工就不用缴。至少填 1 人")
        return staff

    def clean_wage(self) -> Decimal:
        wage: Decimal = self.cleaned_data["wage"]
        if not wage:
            raise forms.ValidationError("不能是 0，请填年平均工资，例如 60000")
        return wage

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("ordinary", "severe"):
            said[name] = said.get(name) or Decimal(0)
        staff = said.get("staff")
        if staff and said["ordinary"] + said["severe"] > staff and not {"ordinary", "severe"} & self.errors.keys():
            self.add_error(
                "severe" if said["severe"] else "ordinary", f"比职工 {staff.normalize():f} 人还多，请再看一看"
            )
        return said

    def months_of(self, name: str) -> int:
        """How many months the persons of a field work in the year."""
        raise NotImplementedError

    def trial(self, kind: UnitKind, counted_months: Decimal = Decimal(0)) -> Trial:
        """What a valid form asks to be tried."""
        said = self.cleaned_data
        return Trial(
            kind, said["staff"], said["wage"], int(said["ordinary"]), self.months_of("ordinary"), int(said["severe"]),
            self.months_of("severe"), counted_months,
        )  # fmt: skip


class WhatIfForm(TrialForm):
    """The own unit's: how many more from which month of which year."""

    year = forms.TypedChoiceField(label="哪一年", coerce=int, error_messages={"required": "请选一年", **AGAIN})
    ordinary_from = forms.TypedChoiceField(
        label="从几月起", choices=FROM_MONTHS, coerce=int, required=False, empty_value="1"
    )
    severe_from = forms.TypedChoiceField(
        label="重度的从几月起", choices=FROM_MONTHS, coerce=int, required=False, empty_value="1"
    )
    field_order = ("year", "staff", "wage", "ordinary", "ordinary_from", "severe", "severe_from")

    def __init__(self, years: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "try_%s", **kwargs})
        self.fields["year"].choices = [(str(year), f"{year}年") for year in years]  # type: ignore[attr-defined]
        self.fields["ordinary"].label = "再安排残疾人（不是重度）"
        self.fields["severe"].label = "再安排重度残疾人"
        for name in ("staff", "wage"):
            self.fields[name].help_text = ""

    def months_of(self, name: str) -> int:
        """From the month said to December."""
        return MONTHS + 1 - int(self.cleaned_data[f"{name}_from"])


class SimulatorForm(TrialForm):
    """The public one: any unit; place and year may be left as they stand."""

    kind = forms.ChoiceField(label="单位性质", choices=[(str(kind), KIND_LABELS[kind]) for kind in UnitKind],
                             error_messages={"required": "请选单位性质", **AGAIN})  # fmt: skip
    ordinary_months = SaidField(
        label="他们各在岗几个月", units=SPAN, whole=True, required=False, min_value=1, max_value=MONTHS, example="12",
        help_text="不填就是全年",
    )  # fmt: skip
    severe_months = SaidField(
        label="重度的各在岗几个月", units=SPAN, whole=True, required=False, min_value=1, max_value=MONTHS, example="12",
        help_text="不填就是全年",
    )  # fmt: skip
    place = forms.ChoiceField(label="在哪里", required=False, error_messages=AGAIN)
    year = forms.TypedChoiceField(label="哪一年", coerce=int, required=False, empty_value=None, error_messages=AGAIN)
    field_order = ("kind", "staff", "wage", "ordinary", "ordinary_months", "severe", "severe_months", "place", "year")

    def __init__(self, years: list[int], places: list[tuple[str, str]], severe: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), f"{year}年") for year in years]  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["kind"].initial = UnitKind.ENTERPRISE.value
        self.fields["ordinary"].label = "已安排残疾人（不是重度）"
        self.fields["ordinary"].help_text = "签了一年以上合同、交了社保的。没有就不填"
        self.fields["severe"].label = "已安排重度残疾人"
        self.fields["severe"].help_text = f"一人算两人：{severe}" if severe else "一人算两人"

    def months_of(self, name: str) -> int:
        """As said, else the whole year."""
        return int(self.cleaned_data.get(f"{name}_months") or MONTHS)
