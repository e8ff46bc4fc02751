"""Forms of the room."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from tonggong.base.accounts.who import Who
from tonggong.base.divisions.queries import counties
from tonggong.base.installation import clock
from tonggong.domain.agencies.choices import GIVERS, KINDS_GIVEN, PROVIDERS, SUPPORTS
from tonggong.domain.agencies.queries import Line
from tonggong.rules.scoring import Source, Way
from tonggong.web.components.forms import HALF_WIDTH, AmountField, DayField, WholeField


class ShareField(forms.CharField):
    """A share written as 80, 80% or ８０％; its value is between 0 and 1 (more where a target was exceeded)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "填百分数，例如 80%")
        super().__init__(**kwargs, max_length=12)

    def prepare_value(self, value: Any) -> Any:
        return f"{(value * 100).normalize():f}%" if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value).translate(HALF_WIDTH).strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            share = Decimal(text) / 100
        except InvalidOperation:
            raise forms.ValidationError(f"“{value}”不是百分数，请写成 80% 这样") from None
        if not 0 <= share <= 10:
            raise forms.ValidationError("百分数应在 0 到 1000 之间")
        return share


def _answer_field(line: Line, label: str) -> forms.Field:
    item = line.item
    if item.way == Way.YES_NO:
        return forms.TypedChoiceField(
            label=label, required=False, choices=[("1", "符合"), ("0", "不符合")], widget=forms.RadioSelect,
            coerce=Decimal, empty_value=None,
        )  # fmt: skip
    if item.way == Way.STEPS:
        return forms.TypedChoiceField(
            label=label, required=False, choices=[(f"{step:f}", f"{step:f} 分") for step in item.steps],
            widget=forms.RadioSelect, coerce=Decimal, empty_value=None,
        )  # fmt: skip
    if item.way == Way.COUNT:
        return AmountField(
            label=label, required=False, min_value=0, max_value=item.of, decimal_places=0,
            help_text=f"有几项，0 至 {item.of}",
            error_messages={"invalid": f"请填 0 至 {item.of} 的整数", "max_value": f"最多 {item.of} 项", "min_value": "不能是负数"},
        )  # fmt: skip
    return ShareField(label=label, required=False)


def _initial(line: Line, value: Decimal | None) -> Any:
    if value is None:
        return None
    if line.item.way in (Way.YES_NO, Way.STEPS, Way.COUNT):
        return f"{value.normalize():f}"
    return value


class AnswerForm(forms.Form):
    """What the institution says, item by item; what the ledger knows is not asked."""

    def __init__(self, lines: Iterable[Line], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.item.source != Source.AUTO]
        for line in self.lines:
            key = line.item.id
            self.fields[f"answer_{key}"] = _answer_field(line, line.item.text)
            self.fields[f"evidence_{key}"] = forms.CharField(
                label=f"{key} 的佐证", required=False, max_length=300, help_text=f"例如 {line.item.proof}"
            )
            self.initial[f"answer_{key}"] = _initial(line, line.row.self_answer)
            self.initial[f"evidence_{key}"] = line.row.evidence

    def pair(self, key: str) -> tuple[Any, Any]:
        """The two fields of an item, for the page."""
        return self[f"answer_{key}"], self[f"evidence_{key}"]

    def answers(self) -> dict[str, tuple[Decimal | None, str]]:
        """What the service takes."""
        said = self.cleaned_data
        return {
            line.item.id: (said[f"answer_{line.item.id}"], said[f"evidence_{line.item.id}"] or "")
            for line in self.lines
        }


class ReviewForm(forms.Form):
    """What the city found instead; filled in with what the institution said."""

    def __init__(self, lines: Iterable[Line], vetoes: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            key, row = line.item.id, line.row
            self.fields[f"answer_{key}"] = _answer_field(line, line.item.text)
            self.fields[f"reason_{key}"] = forms.CharField(
                label=f"{key} 与自评不一致的理由", required=False, max_length=300
            )
            self.initial[f"answer_{key}"] = _initial(
                line, row.self_answer if row.review_score is None else row.review_answer
            )
            self.initial[f"reason_{key}"] = row.reason
        self.fields["vetoes"] = forms.MultipleChoiceField(
            label="一票否决情形", required=False, choices=[(v, v) for v in vetoes], widget=forms.CheckboxSelectMultiple
        )

    def pair(self, key: str) -> tuple[Any, Any]:
        """The two fields of an item, for the page."""
        return self[f"answer_{key}"], self[f"reason_{key}"]

    def answers(self) -> dict[str, tuple[Decimal | None, str]]:
        """What the service takes."""
        said = self.cleaned_data
        return {
            line.item.id: (said[f"answer_{line.item.id}"], said[f"reason_{line.item.id}"] or "") for line in self.lines
        }


def _own_counties(who: Who) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in counties() if who.covers(one.code)]


class _InReach(forms.Form):
    """A form that asks for a county within reach; with one only it is not asked."""

    def __init__(self, who: Who, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _own_counties(who)
        field = forms.ChoiceField(label="县区", choices=choices)
        if len(choices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = choices[0][0]
        self.fields["county_code"] = field


class OpenForm(_InReach):
    """Begin a sheet."""

    agency = forms.CharField(label="机构名称", max_length=120)
    year = WholeField(label="年度", min_value=2013, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", clock.today().year)


class BackForm(forms.Form):
    """Why a sheet goes back."""

    reason = forms.CharField(label="退回的原因", max_length=200)


class ProviderForm(_InReach):
    """An agency that the city works with."""

    name = forms.CharField(label="机构名称", max_length=120, help_text="与服务记录里写的一样，才对得上它带来的就业")
    kind = forms.ChoiceField(label="类别", choices=PROVIDERS)
    began_on = DayField(label="开始合作")


class SupportForm(forms.Form):
    """What an agency was given."""

    kind = forms.ChoiceField(label="类别", choices=SUPPORTS)
    what = forms.CharField(label="内容", max_length=200)
    yuan = AmountField(label="金额（元）", required=False, min_value=0, max_digits=12, decimal_places=2)
    on = DayField(label="日期")


class ContributionForm(_InReach):
    """Who gave what."""

    giver = forms.CharField(label="谁提供的", max_length=120)
    giver_kind = forms.ChoiceField(label="提供方类别", choices=GIVERS)
    kind = forms.ChoiceField(label="提供了什么", choices=KINDS_GIVEN)
    what = forms.CharField(label="内容", max_length=200)
    used_for = forms.CharField(label="用在哪里", max_length=120, required=False, help_text="订单写由哪个机构来做")
    yuan = AmountField(label="折合金额（元）", required=False, min_value=0, max_digits=12, decimal_places=2)
    on = DayField(label="日期")


class ExchangeForm(forms.Form):
    """An exchange that was held."""

    title = forms.CharField(label="主题", max_length=120)
    on = DayField(label="日期")
    people = WholeField(label="参加人数", min_value=1, max_value=100000)
    outcome = forms.CharField(label="收获", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
