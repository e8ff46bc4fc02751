"""Forms about accounts."""

from typing import Any

from django import forms

from tonggong.base.accounts.roles import ROLES, Scope
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.web.components.forms import DayField


class NewAccountForm(forms.Form):
    """Who gets an account."""

    name = forms.CharField(label="姓名", max_length=40)
    username = forms.CharField(
        label="用户名", max_length=40, help_text="小写字母开头，只含字母、数字、点、横线，例如 wanghao"
    )


class AppointForm(forms.Form):
    """Which post somebody gets, where, from when."""

    role = forms.ChoiceField(label="职责")
    reach = forms.ChoiceField(label="辖区", required=False, help_text="市、县区、乡镇街道的职责要选")
    department = forms.ChoiceField(label="部门", required=False, help_text="部门联络员要选")
    unit_code = forms.CharField(
        label="统一社会信用代码", max_length=18, required=False, help_text="用人单位、辅助性就业机构要填"
    )
    provider = forms.CharField(
        label="培训机构", max_length=80, required=False, help_text="培训基地要填，与培训表里写的一样"
    )
    person_id = forms.IntegerField(
        label="残疾人编号", min_value=1, required=False, help_text="残疾人本人、监护人要填，是台账里的编号"
    )
    valid_from = DayField(label="从哪天起", required=False, help_text="不填就从今天起，例如 2024年9月30日")
    valid_to = DayField(label="到哪天止", required=False, help_text="不填就一直有效")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "请选"), *((r.key, r.title) for r in ROLES.values())]  # type: ignore[attr-defined]
        self.fields["reach"].choices = [("", "不选"), *_places()]  # type: ignore[attr-defined]
        offices = [(d.key, d.short_name) for d in divisions.departments(clock.today())]
        self.fields["department"].choices = [("", "不选"), *offices]  # type: ignore[attr-defined]

    def post(self) -> dict[str, Any]:
        """Return what the service takes beside the role; what the role is not tied to is left out."""
        said = dict(self.cleaned_data)
        scope = ROLES[said.pop("role")].scope
        tied = {Scope.DEPARTMENT: "department", Scope.UNIT: "unit_code", Scope.PROVIDER: "provider"}.get(scope)
        for name in ("department", "unit_code", "provider"):
            if name != tied:
                said.pop(name)
        if scope is not Scope.PERSON:
            said.pop("person_id")
        if said.get("unit_code"):
            said["unit_code"] = said["unit_code"].strip().upper()
        return said


def _places() -> list[tuple[str, Any]]:
    city = divisions.city()
    if city is None:
        return []
    found: list[tuple[str, Any]] = [(city.code[:4], city.name)]
    for county in divisions.counties():
        towns = [(t.code[:9], f"{county.name} {t.name}") for t in divisions.townships(county.code)]
        found.append((county.name, [(county.code[:6], f"{county.name}全部"), *towns]))
    return found


class EndPostForm(forms.Form):
    """When and why a post ends."""

    on = DayField(label="最后一天", required=False, help_text="不填就马上结束")
    reason = forms.CharField(label="原因", max_length=120, help_text="例如 调离")


class ReasonForm(forms.Form):
    """Why an account is switched on or off."""

    reason = forms.CharField(label="原因", max_length=120, help_text="例如 长期休假，调回")
