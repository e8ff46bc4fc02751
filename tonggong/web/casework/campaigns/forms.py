"""Forms of the room."""

from typing import Any

from django import forms

from tonggong.base.installation import clock
from tonggong.domain.campaigns.lists import RULES
from tonggong.domain.casework.choices import Present, VisitOutcome
from tonggong.rules.campaigns import KIND_LABELS, MET, MONTH_LINES
from tonggong.web.components.forms import DayField, WholeField
from tonggong.web.components.plain import METHODS, PLAIN_SATISFIED


class CampaignForm(forms.Form):
    """A new campaign."""

    kind = forms.ChoiceField(label="种类", choices=[(kind.value, title) for kind, title in KIND_LABELS.items()])
    title = forms.CharField(label="名称", max_length=80, initial="找到服务对象、找到被服务对象需要的感觉")
    rule = forms.ChoiceField(
        label="名单规则", choices=[(key, rule.title) for key, rule in RULES.items()], help_text="名单在开始那天按规则确定，此后不变"
    )  # fmt: skip
    starts_on = DayField(label="开始日期")
    ends_on = DayField(label="结束日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", clock.today())


class OutcomeForm(forms.Form):
    """What came of one attempt to reach a name."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label="怎么联系的", choices=METHODS)
    outcome = forms.TypedChoiceField(label="结果", choices=VisitOutcome.choices, coerce=int)
    on = DayField(label="哪天")
    present = forms.ChoiceField(label="谁回答的", choices=[("", "没有人回答"), *Present.choices], required=False)
    satisfied = forms.TypedChoiceField(
        label="满意程度", choices=[("", "没有问"), *((n, f"{words}（{n} 分）") for n, words in PLAIN_SATISFIED.items())], coerce=int, empty_value=None, required=False,
        help_text="见到时问：这次来，您觉得自己被需要、被关心吗？",
    )  # fmt: skip
    note = forms.CharField(label="说明", max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())

    def clean(self) -> dict[str, Any]:
        """A score is asked of somebody who was met."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("satisfied") and said.get("outcome") != MET:
            self.add_error("satisfied", "只有见到本人时才打分；请改结果，或选“没有问”。")
        return said


class MonthForm(forms.Form):
    """The numbers of the month that the ledger does not know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in MONTH_LINES:
            title = f"{line.no} {line.title}" + ("，合计（含残疾人以外的）" if line.counted else "")
            self.fields[line.key] = WholeField(
                label=f"{title}（{line.unit}）", required=False, min_value=0, max_value=10_000_000
            )
