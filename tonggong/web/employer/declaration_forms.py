"""The corrections of a declaration: heads of a month, wages of the year, somebody's conditions, somebody who is missing."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField

from tonggong.domain.casework.files.cleaning import cleaned
from tonggong.domain.casework.services.papers import check_size
from tonggong.domain.declaration.own import ADDED, CLAIMS
from tonggong.rules import months
from tonggong.rules.identifiers import IdentifierInvalid, read_certificate_no, read_citizen_id, read_unit_code
from tonggong.web.components.forms import AmountField, DayField, WholeField
from tonggong.web.components.words import month_name

MOST_HEADS, MOST_YUAN = 1_000_000, 10**12
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"
AGAIN = {"invalid_choice": "没有这一项，请重新选"}
AGREED = "agreed"


class NeverShown(forms.TextInput):
    """A box for a number of somebody's: what was typed is not given back, nor kept by the browser."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class Correction(forms.Form):
    """Why, and by what it is proved. `kind` is the domain's; a refused form keeps all but the file and the numbers."""

    title: ClassVar[str] = ""
    evidence: ClassVar[str] = "凭据"
    folds: ClassVar[tuple[tuple[str, str, str], ...]] = ()  # asked for in some cases: words, field, claim that needs it
    kind: str = ""
    reason = forms.CharField(label="为什么更正", max_length=200, error_messages={"required": "请写明为什么更正"})
    file = forms.FileField(
        label="凭据", widget=forms.FileInput(attrs={"accept": ACCEPT}), help_text="一张照片，或者一份 PDF。加密存放，只有您和审核的人能打开",
        error_messages={"required": "请附一份凭据：照片或 PDF", "empty": "文件是空的，请换一份"},
    )  # fmt: skip

    def __init__(self, year: int, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.all_months = [(one, month_name(one)) for one in months.between(f"{year}-01", f"{year}-12")]
        for name in ("month", "first", "last"):
            if name in self.fields:
                self.fields[name].choices = self.all_months  # type: ignore[attr-defined]
        if "person" in self.fields:
            self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.order_fields([name for name in self.fields if name not in ("reason", "file")])

    def plain(self) -> list[BoundField]:
        """The boxes that every case fills."""
        folded = {name for _, name, _ in self.folds}
        return [self[name] for name in self.fields if name not in folded and name not in ("reason", "file")]

    def folded(self) -> Iterator[tuple[str, BoundField, bool]]:
        """The boxes that some cases need, each behind its words; open where something stands in it or it is asked for."""
        claim = self["claim"].value() if "claim" in self.fields else ""
        for words, name, needed_by in self.folds:
            bound = self[name]
            yield words, bound, bool(bound.value() or bound.errors or (needed_by and claim == needed_by))

    def ending(self) -> list[BoundField]:
        """Why and by what it is proved, last."""
        return [self["reason"], self["file"]]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
            cleaned(file.read())
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from None
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "末月比首月早，请再选")
        return said

    def said(self) -> dict[str, Any]:
        """What the domain takes, besides kind and file."""
        known = self.cleaned_data
        return {"first": known["first"], "last": known["last"], "reason": known["reason"]}


def _month_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": "请选月份", **AGAIN})


class HeadsForm(Correction):
    """The heads of one month."""

    title, evidence, kind = "更正某月职工人数", "职工人数凭据", "heads"
    month = _month_field("月份")
    heads = WholeField(
        label="当月职工人数（人）", min_value=0, max_value=MOST_HEADS, error_messages={"required": "请写人数，例如 120"}
    )

    def said(self) -> dict[str, Any]:
        known = self.cleaned_data
        return {
            "first": known["month"], "last": known["month"], "reason": known["reason"], "amount": Decimal(known["heads"]),
        }  # fmt: skip


class WagesForm(Correction):
    """The wages of the whole year."""

    title, evidence, kind = "更正全年工资总额", "工资总额凭据", "wages"
    yuan = AmountField(
        label="全年工资总额（元）", min_value=0, max_value=MOST_YUAN, decimal_places=2, max_digits=16,
        help_text="全部职工一年的工资加在一起", error_messages={"required": "请写工资总额，例如 7200000"},
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        known = self.cleaned_data
        return {
            "first": f"{self.year}-01", "last": f"{self.year}-12", "reason": known["reason"], "amount": known["yuan"],
        }  # fmt: skip


class PersonForm(Correction):
    """A condition of somebody whom the unit reported."""

    title, evidence = "补一个人的材料", "个人材料"
    folds = (
        ("补合同：合同有到期日的", "until", "contract"), ("补当月工资的", "yuan", "wage"), ("在外地参保的", "other", "elsewhere"),
    )  # fmt: skip
    person = forms.ChoiceField(label="谁", error_messages={"required": "请选一个人", **AGAIN})
    claim = forms.ChoiceField(
        label="补哪一项", choices=CLAIMS, widget=forms.RadioSelect, error_messages={"required": "请选补哪一项", **AGAIN}
    )
    first = _month_field("从哪个月")
    last = _month_field("到哪个月")
    until = DayField(label="合同到哪天", required=False, help_text="补合同才写，例如 2025年6月30日。没有固定期限的不写")
    yuan = AmountField(
        label="当月工资（元）",
        required=False,
        min_value=0,
        max_value=MOST_YUAN,
        decimal_places=2,
        help_text="补工资才写",
    )
    other = forms.CharField(label="在哪里参保", required=False, max_length=60, help_text="在外地参保才写，例如 锦州")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("claim") == "wage" and said.get("yuan") is None and "yuan" not in self.errors:
            self.add_error("yuan", "请写当月工资，例如 2600")
        if said.get("claim") == "elsewhere" and not said.get("other") and "other" not in self.errors:
            self.add_error("other", "请写在哪里参保，例如 锦州")
        return said

    def said(self) -> dict[str, Any]:
        known = self.cleaned_data
        self.kind = known["claim"]
        more: dict[str, Any] = {"person": int(known["person"])}
        if self.kind == "contract":
            more["until"] = known["until"]
        elif self.kind == "wage":
            more["amount"] = known["yuan"]
        elif self.kind == "elsewhere":
            more["other"] = known["other"]
        return super().said() | more


class AddForm(Correction):
    """Somebody who is missing; found by the number, which is never shown again."""

    title, evidence = "补一个人", "用工凭据"
    folds = (
        ("派遣来的：派遣单位", "other", AGREED), ("持残疾军人证的", "is_military", ""), ("合同有到期日的", "until", ""),
        ("月工资没有报过税的", "yuan", ""),
    )  # fmt: skip
    claim = forms.ChoiceField(
        label="怎么用工", choices=ADDED, widget=forms.RadioSelect, error_messages={"required": "请选怎么用工", **AGAIN}
    )
    citizen_id = forms.CharField(
        label="身份证号",
        widget=NeverShown,
        help_text="加密存放，填完不再显示",
        error_messages={"required": "请填身份证号"},
    )
    number = forms.CharField(
        label="残疾人证号或残疾军人证号", widget=NeverShown, help_text="残疾人证是 20 位，前 18 位就是身份证号",
        error_messages={"required": "请填证件号码"},
    )  # fmt: skip
    is_military = forms.BooleanField(label="填的是残疾军人证", required=False)
    first = _month_field("从哪个月")
    last = _month_field("到哪个月")
    yuan = AmountField(label="月工资（元）", required=False, min_value=0, max_value=MOST_YUAN, decimal_places=2)
    until = DayField(label="合同到哪天", required=False, help_text="没有固定期限的不写")
    other = forms.CharField(
        label="派遣单位的统一社会信用代码", required=False, max_length=30, help_text="派遣来的人才写"
    )

    def _read(self, name: str, read: Any) -> None:
        try:
            read(self.cleaned_data.get(name, ""))
        except IdentifierInvalid as wrong:
            self.add_error(name, str(wrong))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("citizen_id"):
            self._read("citizen_id", read_citizen_id)
        if said.get("number") and not said.get("is_military"):
            self._read("number", read_certificate_no)
            if not {"number", "citizen_id"} & self.errors.keys() and said.get("citizen_id"):
                holder = read_certificate_no(said["number"]).citizen_id
                if holder != read_citizen_id(said["citizen_id"]).number:
                    self.add_error("number", "残疾人证号的前18位和身份证号不一样，请核对")
        if said.get("claim") == AGREED and "other" not in self.errors:
            self._read("other", read_unit_code)
        return said

    def said(self) -> dict[str, Any]:
        known = self.cleaned_data
        self.kind = known["claim"]
        return super().said() | {
            "number": known["number"], "citizen_id": known["citizen_id"], "is_military": known["is_military"],
            "amount": known["yuan"], "until": known["until"], "other": known["other"] if self.kind == AGREED else "",
        }  # fmt: skip


FORMS: dict[str, type[Correction]] = {"heads": HeadsForm, "wages": WagesForm, "person": PersonForm, "add": AddForm}


class ObjectionForm(forms.Form):
    """What is wrong with a decision."""

    reason = forms.CharField(
        label="哪里不对",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明哪里不对"},
    )
