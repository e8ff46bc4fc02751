"""Forms of the room."""

from typing import Any

from django import forms

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import counties, name_of, townships
from tonggong.domain.campaigns.queries.posts import FORM_NAMES
from tonggong.rules.identifiers import IdentifierInvalid, read_unit_code
from tonggong.web.components.forms import DayField, WholeField


def places(who: Who) -> list[tuple[str, str]]:
    """The counties and townships within somebody's reach."""
    found: list[tuple[str, str]] = []
    for county in counties():
        if county.code.startswith(who.reach[:6]):
            found.append((county.code, name_of(county.code)))
            found += [(town.code, f"{name_of(county.code)} {town.name}") for town in townships(county.code)]
    return found


class PostForm(forms.Form):
    """Posts of one kind at one unit."""

    title = forms.CharField(label="岗位名称", max_length=60)
    form = forms.ChoiceField(label="种类", choices=list(FORM_NAMES.items()))
    unit_name = forms.CharField(label="用人单位", max_length=120)
    unit_code = forms.CharField(label="统一社会信用代码", max_length=18, help_text="18 位，按它找到在岗的人")
    funding = forms.CharField(label="资金来源", max_length=80, help_text="例如就业补助资金、残疾人就业保障金")
    headcount = WholeField(label="岗位数", min_value=1, max_value=10000)
    place = forms.ChoiceField(label="在哪里")
    since = DayField(label="哪天设立的")

    def __init__(self, who: Who, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places(who)  # type: ignore[attr-defined]

    def clean_unit_code(self) -> str:
        """The code with its check digit: a slip would find nobody."""
        try:
            return read_unit_code(self.cleaned_data["unit_code"])
        except IdentifierInvalid as wrong:
            raise forms.ValidationError(str(wrong)) from None


class ChangeForm(forms.Form):
    """How many posts there are now."""

    headcount = WholeField(label="岗位数", min_value=0, max_value=10000, help_text="0 就是全部撤销")
    funding = forms.CharField(label="资金来源", max_length=80)


class TermForm(forms.Form):
    """A term on a post."""

    started_on = DayField(label="从哪天")
    ends_on = DayField(label="到哪天", help_text="最后一天")
    filed = forms.CharField(label="省里备案文号", max_length=60, required=False, help_text="第二次安置才要")
