"""What is typed in the room of job coaching."""

from typing import Any
from uuid import uuid4

from django import forms

from tonggong.domain.coaching.choices import (
    Activity,
    Closing,
    CoachKind,
    CoachSkill,
    CoachStatus,
    FollowUpMethod,
    FollowUpOutcome,
    Place,
    Risk,
    RiskReason,
    TrainingKind,
)
from tonggong.rules.coaching import PROMPT_LEVELS
from tonggong.web.components.forms import AmountField, DayField, WholeField


def _choice(label: str, choices: Any, required: str = "请选一项", **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required}, **more
    )


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": f"请写{label}时间，例如 09:30", "invalid": f"{label}时间请写成 09:30 这样"},
    )  # fmt: skip


def _hours(label: str, **more: Any) -> AmountField:
    more.setdefault("max_value", 60)
    return AmountField(
        label=label, min_value=0, decimal_places=1,
        error_messages={
            "required": f"请填{label}", "invalid": f"{label}填数字，例如 30 或 22.5",
            "max_value": f"{label}最多 {more['max_value']}", "min_value": f"{label}不能小于 0", "max_decimal_places": f"{label}最多一位小数",
        },
        **more,
    )  # fmt: skip


def _count(label: str, most: int = 500, **more: Any) -> WholeField:
    return WholeField(
        label=label, min_value=0, max_value=most, required=False,
        error_messages={"invalid": f"{label}填整数", "max_value": f"{label}最多 {most}", "min_value": f"{label}不能小于 0"},
        **more,
    )  # fmt: skip


class SessionForm(forms.Form):
    """One session: activity, place, steps, what is next; and the minutes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    activity = _choice("做了什么", Activity.choices, "请选做了什么")
    place = _choice("在哪里", Place.choices, "请选在哪里", initial=Place.WORKPLACE)
    on = DayField(label="哪一天", error_messages={"required": "请写日期"})
    started_at = _time("开始")
    ended_at = _time("结束")
    travel_minutes = _count("路上花了几分钟", 600, help_text="不算在辅导时间里")
    task = forms.CharField(label="任务", max_length=120, required=False)
    next_step = forms.CharField(
        label="下一步", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_on = DayField(label="下次哪天", required=False)
    incident = forms.CharField(label="安全事件", max_length=200, required=False, help_text="没有就不填")
    coach = forms.TypedChoiceField(label="谁去的", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, coaches: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4())
        super().__init__(*args, **kwargs)
        for level, words in PROMPT_LEVELS.items():
            self.fields[f"level_{level}"] = _count(words)
        if coaches is None:
            del self.fields["coach"]
        else:
            self.fields["coach"].choices = coaches  # type: ignore[attr-defined]

    @property
    def levels(self) -> list[forms.BoundField]:
        """The counts of steps, one a level of prompt."""
        return [self[f"level_{level}"] for level in PROMPT_LEVELS]

    def prompts(self) -> dict[int, int]:
        """Return the steps by level, those that were counted."""
        return {n: count for n in PROMPT_LEVELS if (count := self.cleaned_data.get(f"level_{n}"))}


class FollowUpForm(forms.Form):
    """What came of a follow-up; at risk, a reason and a step."""

    outcome = _choice("怎么样", FollowUpOutcome.choices, "请选结果")
    method = _choice("怎样联系的", FollowUpMethod.choices, initial=FollowUpMethod.PHONE)
    reason = forms.ChoiceField(
        label="原因", choices=[("", "没有"), *RiskReason.choices], required=False, help_text="有风险、已离职时选"
    )
    left_on = DayField(label="哪天离职", required=False, help_text="已离职时写；会记进台账")
    step = forms.CharField(label="下一步做什么", max_length=200, required=False, help_text="有风险时写")
    step_due_on = DayField(label="哪天前做", required=False)
    note = forms.CharField(label="情况", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RiskForm(forms.Form):
    """How safe a job is."""

    risk = _choice("现在怎样", Risk.choices)
    reason = forms.ChoiceField(label="原因", choices=[("", "没有"), *RiskReason.choices], required=False)
    step = forms.CharField(label="下一步做什么", max_length=200, required=False)
    next_on = DayField(label="下次联系哪天", required=False)


class JobForm(forms.Form):
    """Unit, post, who helps there, hours, the job on the ledger."""

    unit_name = forms.CharField(label="单位", max_length=120, required=False)
    post = forms.CharField(label="岗位", max_length=60, required=False)
    supporter = forms.CharField(
        label="自然支持者", max_length=60, required=False, help_text="单位里平时帮一把的同事或班组长"
    )
    hours_per_week = _hours("本人每周工作几小时", required=False)
    days_per_week = _count("每周几天", 7)
    spell = forms.TypedChoiceField(label="台账上的这份工作", coerce=int, empty_value=None, required=False)
    next_on = DayField(label="下次联系哪天", required=False)

    def __init__(self, *args: Any, jobs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spell"].choices = [("", "还没有"), *jobs]  # type: ignore[attr-defined]


class WeekForm(forms.Form):
    """Hours on site of a week."""

    hours = _hours("到现场几小时")
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text="和建议一样就不用写")


class MoveForm(forms.Form):
    """To which stage a case goes."""

    after = forms.CharField(max_length=2)
    reason = forms.CharField(label="为什么退回", max_length=200, required=False)


class CloseForm(forms.Form):
    """Why a case ends."""

    closing = _choice(
        "为什么结案",
        [(c.value, c.label) for c in (Closing.STABLE, Closing.OWN_WISH, Closing.OTHER)],
        "请选结案原因",
    )
    note = forms.CharField(label="说明", max_length=200, required=False)


class CoachChoiceForm(forms.Form):
    """Which coach."""

    coach = forms.TypedChoiceField(
        label="辅导员", coerce=int, empty_value=None, error_messages={"required": "请选辅导员"}
    )

    def __init__(self, *args: Any, coaches: list[tuple[int, str]], required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].choices = [("", "还没有定"), *coaches]  # type: ignore[attr-defined]
        self.fields["coach"].required = required


class CoachForm(forms.Form):
    """What the register says of a coach."""

    user = forms.TypedChoiceField(label="账号", coerce=int, empty_value=None, required=False)
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请写姓名"})
    employer = forms.CharField(label="所在单位", max_length=120, error_messages={"required": "请写所在单位"})
    kind = _choice("类别", CoachKind.choices)
    county = forms.ChoiceField(label="县区", error_messages={"required": "请选县区"})
    others = forms.MultipleChoiceField(label="也服务的县区", required=False, widget=forms.CheckboxSelectMultiple)
    is_full_time = forms.BooleanField(label="专职", required=False, initial=True)
    skills = forms.MultipleChoiceField(
        label="语言和专长", choices=CoachSkill.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    certificate = forms.CharField(
        label="职业证书编号", max_length=40, required=False, help_text="密存，任何页面都不再显示；不改就留空",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    certificate_until = DayField(label="证书有效期至", required=False)
    supervisor = forms.CharField(label="督导", max_length=40, required=False)
    ceiling = _hours("个人工作量上限（分）", required=False, max_value=20, help_text="低于统一上限时才填")
    started_on = DayField(label="开始辅导", error_messages={"required": "请写开始日期"})
    status = _choice("状态", CoachStatus.choices, initial=CoachStatus.ACTIVE)
    left_on = DayField(label="离开日期", required=False, help_text="状态是离开时写")

    def __init__(
        self, *args: Any, accounts: list[tuple[int, str]], counties: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", "没有账号"), *accounts]  # type: ignore[attr-defined]
        self.fields["county"].choices = counties  # type: ignore[attr-defined]
        self.fields["others"].choices = counties  # type: ignore[attr-defined]


class TrainingForm(forms.Form):
    """Hours in which a coach learnt."""

    kind = _choice("类别", TrainingKind.choices)
    on = DayField(label="日期", error_messages={"required": "请写日期"})
    hours = _hours("课时", max_value=400)
    topic = forms.CharField(label="内容", max_length=120, error_messages={"required": "请写培训内容"})
    provider = forms.CharField(label="培训机构", max_length=120, required=False)
