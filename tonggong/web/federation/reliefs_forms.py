"""The forms of the four registers; the same one enters a record and corrects it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tonggong.domain.reliefs.choices import RESULTS
from tonggong.web.components.forms import AmountField, DayField, WholeField


def _text(label: str, help_text: str = "", longest: int = 200, needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        required=needed,
        error_messages={"required": f"请写{label}"},
    )


def _day(label: str, needed: bool = True) -> DayField:
    return DayField(label=label, required=needed, error_messages={"required": f"请写{label}"})


def _whole(label: str, help_text: str = "") -> WholeField:
    return WholeField(
        label=label, min_value=0, max_value=100_000, help_text=help_text, error_messages={"required": f"请写{label}"}
    )


def _amount(label: str, needed: bool = True) -> AmountField:
    return AmountField(
        label=label,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=needed,
        error_messages={"required": f"请写{label}"},
    )


class RecordForm(forms.Form):
    """A record of a register, with the ground on which it is entered or corrected.

    Args:
        places: (code, name) of the counties that may be chosen.
        kinds: of the city's list; a word of its own may be written too.
        is_new: whether it says for whom it is; a correction keeps that.
    """

    OF_PERSON = False
    MAY_BE_A_UNIT = False
    SECRET = ("number_of_person",)

    def __init__(
        self, places: list[tuple[str, str]], kinds: Iterable[str], is_new: bool, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("kind", "relaxed"):
            if name in fields:
                fields[name].help_text = f"本市清单：{'、'.join(kinds)}"
        if "county_code" in fields:
            fields["county_code"].choices = [("", "请选"), *places]
        if self.OF_PERSON and is_new:
            fields["number_of_person"] = forms.CharField(
                label="身份证号或残疾人证号", max_length=24, required=not self.MAY_BE_A_UNIT, widget=forms.TextInput(attrs={"autocomplete": "off"}),
                help_text="只用来找到台账里的人，不另外保存" + ("；给一户或一个单位的不填" if self.MAY_BE_A_UNIT else ""),
                error_messages={"required": "请写身份证号或残疾人证号"},
            )  # fmt: skip
        elif not is_new:
            for name in ("for_name", "county_code"):
                if self.OF_PERSON:
                    fields.pop(name, None)
        ground = "例如 市场公司减免协议" if is_new else "为什么更正，例如 现场核对"
        fields["ground"] = _text("依据" if is_new else "更正的依据", ground)
        self.order_fields(["number_of_person", "for_name", "county_code"])

    def values(self) -> dict[str, Any]:
        """What the record says, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("ground", *self.SECRET)}


class PointForm(RecordForm):
    """A community point."""

    county_code = forms.ChoiceField(label="县区", error_messages={"required": "请选县区"})
    kind = _text("种类", longest=40)
    title = _text("名称", longest=120)
    address = _text("地址")
    builder = _text("建设单位", longest=120, needed=False)
    built_on = _day("建成日期")
    posts = _whole("岗位数（个）")
    reserved = _whole("给残疾人预留（个）")


class ReliefForm(RecordForm):
    """A lowered fee, or another relief of somebody."""

    OF_PERSON = True
    MAY_BE_A_UNIT = True

    for_name = _text("给哪户、哪个单位", "给某个人的不填", 120, needed=False)
    county_code = forms.ChoiceField(label="县区", required=False, help_text="给一户或一个单位的要选")
    kind = _text("种类", longest=40)
    place = _text("在哪里", "例如 兴隆农贸市场3号摊", needed=False)
    normal_rule = _text("平常的规定", "例如 市场摊位费标准", needed=False)
    normal_value = _amount("减免前（元/月）")
    granted_value = _amount("减免后（元/月）")
    payer = _text("谁承担", longest=80, needed=False)
    started_on = _day("从哪天起")
    until = _day("到哪天止", needed=False)
    review_on = _day("哪天复核", needed=False)


class LicenceForm(RecordForm):
    """An application for a tobacco licence."""

    OF_PERSON = True

    number = _text("申请编号", longest=40)
    shop = _text("经营地址", needed=False)
    applied_on = _day("申请日期")
    decided_on = _day("决定日期", needed=False)
    result = forms.ChoiceField(label="结果", choices=RESULTS)
    relaxed = _text("放宽了什么", longest=40, needed=False)
    normal_value = _amount("平常的数", needed=False)
    granted_value = _amount("放宽后的数", needed=False)
    measure = _text("单位", "米或户", 20, needed=False)
    valid_until = _day("许可证有效期至", needed=False)


class RoundForm(RecordForm):
    """A round in which lottery agents were recruited."""

    county_code = forms.ChoiceField(label="县区", error_messages={"required": "请选县区"})
    seller = _text("发行机构", "福利彩票或体育彩票", 60)
    title = _text("批次", longest=120)
    decided_on = _day("确定日期")
    applicants = _whole("报名人数")
    pwd_applicants = _whole("报名残疾人数")
    selected = _whole("选中人数")
    pwd_selected = _whole("选中残疾人数")


class ReviewForm(forms.Form):
    """That somebody looked at a relief, and when it is looked at again."""

    note = forms.CharField(
        label="看到的情况",
        max_length=150,
        help_text="例如 仍在经营，减免照旧",
        error_messages={"required": "请写一句看到的情况"},
    )
    review_on = _day("下次复核")


FORMS: dict[str, type[RecordForm]] = {
    "points": PointForm, "grants": ReliefForm, "licences": LicenceForm, "rounds": RoundForm,
}  # fmt: skip
