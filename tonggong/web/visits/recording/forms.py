"""The form of a visit: plain words for the official codes, one group of questions after the other."""

from typing import Any

from django import forms

from tonggong.base.divisions import queries as divisions
from tonggong.domain.casework.choices import (
    Communication,
    Condition,
    Confirmed,
    ConsentPurpose,
    Method,
    Present,
    ServiceKind,
    ServiceOutcome,
    VisitOutcome,
)
from tonggong.domain.casework.queries.words import spell_words
from tonggong.rules.forms import FINE, NATIONAL
from tonggong.web.components.forms import DayField, WholeField
from tonggong.web.components.plain import METHODS, PLAIN_NEEDS, PLAIN_REASONS, PLAIN_SATISFIED, PLAIN_WISHES

YES_NO = [("yes", "有"), ("no", "没有")]
NEXT = [("", "先不约"), ("7", "一周后"), ("30", "一个月后"), ("90", "三个月后"), ("other", "另选一天")]
SATISFIED = [("", "没问"), *((str(points), words) for points, words in PLAIN_SATISFIED.items())]
SUPPORT = ["手语或文字沟通", "有人带着熟悉岗位", "无障碍的路和厕所", "固定的活、固定的人", "可以歇一歇", "远程或在家"]
END_REASONS = ["合同到期", "单位辞退", "本人辞职", "生病", "单位关闭", "退休", "搬走", "不清楚"]
SERVICES, PROMISES = 2, 2
BASIC = (Confirmed.IDENTITY, Confirmed.CERTIFICATE, Confirmed.CONTACT, Confirmed.RESIDENCE)
WORKING = (Confirmed.WORK, Confirmed.REASON, Confirmed.WISH)


def _radio(label: str, choices: Any, *, required: bool = False, initial: Any = "") -> forms.ChoiceField:
    choices = list(choices.items()) if isinstance(choices, dict) else list(choices)
    return forms.ChoiceField(
        label=label, choices=choices, required=required, initial=initial, widget=forms.RadioSelect
    )  # fmt: skip


def _checks(label: str, choices: Any) -> forms.MultipleChoiceField:
    choices = list(choices.items()) if isinstance(choices, dict) else list(choices)
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip


def _select(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "请选"), *choices], required=False)


def _text(label: str, most: int, hint: str = "", lines: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=most, help_text=hint, widget=widget)


def _number(label: str, hint: str = "") -> WholeField:
    return WholeField(label=label, required=False, help_text=hint)


def _day(label: str, hint: str = "例如 2024年9月30日") -> DayField:
    return DayField(label=label, required=False, help_text=hint)


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """The towns of the city, county by county."""
    return [(c.name, [(t.code, t.name) for t in divisions.townships(c.code)]) for c in divisions.counties()]


class RecordForm(forms.Form):
    """Everything a visit can say. It only reads; what is right is the ledger's to say."""

    key = forms.CharField(widget=forms.HiddenInput)
    started_at = forms.CharField(widget=forms.HiddenInput)
    seen_phone = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_residence = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_work = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_need = forms.CharField(required=False, widget=forms.HiddenInput)
    campaign_target = forms.CharField(required=False, widget=forms.HiddenInput)

    method = _radio("怎么联系的", METHODS, initial="home")
    outcome = _radio("结果", [(str(k), v) for k, v in VisitOutcome.choices], initial="1")
    present = _radio("谁回答的", Present.choices, initial="self")
    communication = _radio("怎么沟通的", Communication.choices, initial="speech")
    on = _day("哪天走访的")

    confirmed = _checks("核对了哪些", Confirmed.choices)
    phone = _text("新的联系电话", 20, "11 位手机号，或区号加座机号")
    residence = _select("现在住在哪个乡镇街道", [])

    is_employed = _radio("现在有没有工作", YES_NO)
    reason = _radio("没有工作的原因", {str(k.value): v for k, v in PLAIN_REASONS.items()})
    wish = _radio("想就业吗", PLAIN_WISHES)
    conditions = _checks("有什么难处", Condition.choices)
    ended_spell = _select("哪份工作结束了", [])
    ended_on = _day("哪天结束")
    ended_reason = _select("为什么结束", [(r, r) for r in END_REASONS])
    work_form = _select("新工作是哪种", [(c, f"{NATIONAL[c[0]]}：{n}") for c, n in sorted(FINE.items())])
    work_unit = _text("在哪里做", 120, "单位、店名或地方")
    work_started_on = _day("哪天开始")
    work_wage = _number("每月大约多少元")

    kinds = _checks("需要什么", PLAIN_NEEDS)
    detail = _text("具体说说", 200, "例如：白天有人照看婆婆")
    need_again = forms.BooleanField(label="照上次的要求再登记一次", required=False)
    jobs = _text("想做什么", 130, "最多三样，用顿号隔开，例如：保洁、客服")
    forms_wanted = _checks("怎么做都行，还是", NATIONAL)
    distance_km = _number("最远多少公里")
    hours_per_week = _number("每周几小时")
    wage_yuan_from = _number("每月至少多少元")
    at_home = _radio("要在家做吗", [("yes", "要在家"), ("no", "不用")])
    available_from = _day("哪天能上岗")
    support = _checks("工作时需要的支持", [(s, s) for s in SUPPORT])
    need_note = _text("还有什么要求", 1000, lines=2)

    satisfied = _radio("对我们的服务", SATISFIED)
    words = _text("本人的话", 2000, "照原话写，不公布", lines=2)
    consents = _checks("本人同意", ConsentPurpose.choices)
    note = _text("还有什么要记", 4000, lines=3)
    next_in = _radio("下次什么时候联系", NEXT)
    next_on = _day("下次联系的日期")

    def __init__(self, *args: Any, spells: Any = (), needs: Any = (), kept: Any = (), **kwargs: Any) -> None:
        """`spells`, `needs`: what stands of the person; `kept`: what a registration says beside the usual supports."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["residence"].choices = [("", "没有搬"), *places()]
        fields["ended_spell"].choices = [("", "没有结束的"), *((str(s.pk), spell_words(s)) for s in spells)]
        more = [(s, s) for s in kept if s not in SUPPORT]
        fields["support"].choices = [*((s, s) for s in SUPPORT), *more]
        open_needs = [
            ("", "不是哪项需求"),
            *((str(n.thread), f"{n.get_kind_display()} {n.detail}".strip()) for n in needs),
        ]
        for n in range(SERVICES):
            fields[f"service{n}_kind"] = _select("做了什么服务", [(str(k), v) for k, v in ServiceKind.choices])
            fields[f"service{n}_content"] = _text("具体做了什么", 200, "例如：讲了低保渐退的办法")
            fields[f"service{n}_outcome"] = _select("结果", [(str(k), v) for k, v in ServiceOutcome.choices])
            fields[f"service{n}_need"] = forms.ChoiceField(
                label="回应哪项需求", choices=open_needs, required=False
            )  # fmt: skip
            fields[f"service{n}_meets"] = forms.BooleanField(label="这项需求解决了", required=False)
        for n in range(PROMISES):
            fields[f"promise{n}_text"] = _text("答应了什么", 200, "例如：问社区有没有保洁岗")
            fields[f"promise{n}_due_on"] = _day("什么时候办好")

    @property
    def services(self) -> list[list[Any]]:
        """The fields of each service."""
        names = ("kind", "content", "outcome", "need", "meets")
        return [[self[f"service{n}_{name}"] for name in names] for n in range(SERVICES)]

    @property
    def promises(self) -> list[list[Any]]:
        """The fields of each promise."""
        return [[self[f"promise{n}_{name}"] for name in ("text", "due_on")] for n in range(PROMISES)]

    def has_any(self, *names: str) -> bool:
        """Say whether any of these fields holds something, or is wrong: then its part stands open."""
        return any(self[name].errors or self[name].value() for name in names)

    @property
    def is_work_open(self) -> bool:
        """Whether something was said of a job's end or beginning."""
        return self.has_any("ended_spell", "ended_on", "work_form", "work_unit", "work_started_on", "work_wage")

    @property
    def is_service_open(self) -> bool:
        """Whether a service was written down."""
        return self.has_any(*(f"service{n}_{name}" for n in range(SERVICES) for name in ("kind", "content", "outcome")))

    @property
    def is_promise_open(self) -> bool:
        """Whether something was promised."""
        return self.has_any(*(f"promise{n}_{name}" for n in range(PROMISES) for name in ("text", "due_on")))


class CorrectForm(forms.Form):
    """What of a visit was recorded wrongly."""

    on = DayField(label="走访日期")
    method = _radio("怎么联系的", Method.choices, required=True)
    outcome = _radio("结果", [(str(k), v) for k, v in VisitOutcome.choices], required=True)
    present = _radio("谁回答的", Present.choices)
    is_employed = _radio("现在有没有工作", YES_NO)
    reason = _radio("没有工作的原因", {"": "不填", **{str(k.value): v for k, v in PLAIN_REASONS.items()}})
    wish = _radio("想就业吗", PLAIN_WISHES)
    satisfied = _radio("对我们的服务", SATISFIED)
    words = _text("本人的话", 2000, lines=2)
    note = _text("走访记录", 4000, lines=3)
    next_on = _day("下次联系")
    because = forms.CharField(label="为什么更正", max_length=200, help_text="例如：结果选错了")

    def __init__(self, *args: Any, is_verified: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_verified:
            for name in ("is_employed", "reason", "wish"):
                del self.fields[name]
