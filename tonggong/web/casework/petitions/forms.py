"""An answer: what is decided, in words that the person reads, and what is put right in the ledger with it."""

from typing import Any

from django import forms

from tonggong.base.divisions import queries as divisions
from tonggong.domain.casework.queries.petitions import NAME, PHONE, RESIDENCE, SPELL, Item
from tonggong.domain.casework.services.petitions import CORRECTIONS, Correction
from tonggong.web.components.forms import DayField

# What may be put right, by what the petition is about; about nothing named: what any row may need.
_FOR = {NAME: ("name",), PHONE: ("phone",), RESIDENCE: ("residence",), SPELL: ("work_end", "work_none")}
_ANY = ("phone", "residence", "name")


class AnswerForm(forms.Form):
    """The answer; fields of corrections that the item doesn't take are left out."""

    state = forms.ChoiceField(
        label="结果", choices=(("done", "办好了"), ("refused", "不予更正")), widget=forms.RadioSelect,
        error_messages={"required": "请选结果"},
    )  # fmt: skip
    change = forms.ChoiceField(label="同时更正台账", required=False)
    value = forms.CharField(label="更正为", max_length=40, required=False, help_text="新的电话号码，或者姓名")
    town = forms.ChoiceField(label="现住的乡镇、街道", required=False)
    day = DayField(label="工作哪天结束的", required=False)
    words = forms.CharField(
        label="给本人的答复", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="用本人看得懂的话；不要写证件号和电话", error_messages={"required": "请写答复，本人会看到"},
    )  # fmt: skip

    def __init__(self, item: Item, county: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        allowed = _FOR.get(item.kind, _ANY)
        self.fields["change"].choices = [("", "不改台账"), *((key, CORRECTIONS[key]) for key in allowed)]  # type: ignore[attr-defined]
        if "residence" in allowed:
            towns = [(one.code, one.name) for one in divisions.townships(county)]
            self.fields["town"].choices = [("", "请选"), *towns]  # type: ignore[attr-defined]
        else:
            del self.fields["town"]
        if not {"phone", "name"} & set(allowed):
            del self.fields["value"]
        if "work_end" not in allowed:
            del self.fields["day"]

    def correction(self) -> Correction | None:
        """What is put right, None where nothing is."""
        said = self.cleaned_data
        if not said.get("change"):
            return None
        value = said.get("town", "") if said["change"] == "residence" else said.get("value", "")
        spell = self.item.spell.pk if self.item.spell is not None else None
        return Correction(said["change"], value, spell, said.get("day"))
