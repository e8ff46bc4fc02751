"""What the pages of posts share on every desk: the form of a post, its page, and the steps that may be taken on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404

from tonggong.base.accounts.who import Request
from tonggong.base.divisions.queries import name_of
from tonggong.base.installation import clock
from tonggong.base.workflow.queries import steps_of
from tonggong.base.workflow.services import MoveRefused
from tonggong.domain.posts import queries, services
from tonggong.domain.posts.choices import ConditionState, State
from tonggong.domain.posts.services import ConditionSaid, HelpSaid, PostRefused, PostSaid
from tonggong.domain.posts.services.deciding import JUSTIFIED, REMOVED
from tonggong.rules.ability.catalogue import profile
from tonggong.rules.posts.occupations import occupations
from tonggong.web.components.asked import whole_number
from tonggong.web.components.forms import AmountField, DayField, WholeField

TAGS = {
    State.DRAFT: "waiting", State.STOPPED: "slow", State.REVIEW: "running", State.PUBLISHED: "done", State.FILLED: "done",
    State.CLOSED: "info",
}  # fmt: skip
CONDITION_TAGS = {
    ConditionState.CLEAR: "done", ConditionState.QUESTIONED: "slow", ConditionState.REMOVED: "info", ConditionState.JUSTIFIED: "done",
}  # fmt: skip
STATES: dict[str, str] = {str(value): str(label) for value, label in State.choices}
CONDITIONS, HELPS = 3, 2  # rows of the form of a new post; more are added on its page
MOST_YUAN = Decimal(1_000_000)


def occupation_choices() -> list[tuple[str, str]]:
    """The kinds of work, as a form offers them."""
    return [(one.key, one.title) for one in occupations().values()]


class PostForm(forms.Form):
    """A post. What most need comes first; the rest may be left out."""

    title = forms.CharField(label="岗位名称", max_length=60, error_messages={"required": "请写岗位名称"})
    occupation = forms.ChoiceField(label="职业", error_messages={"required": "请选职业"})
    places = WholeField(label="招几人", min_value=1, max_value=9999, error_messages={"required": "请写招几人"})
    is_reserved = forms.TypedChoiceField(
        label="给谁", choices=(("1", "专设、预留给残疾人"), ("0", "残疾人和别人都能报")), coerce=lambda said: said == "1",
        widget=forms.RadioSelect, initial="1",
    )  # fmt: skip
    workplace = forms.CharField(label="工作地点", max_length=120, error_messages={"required": "请写工作地点"})
    apply_how = forms.CharField(
        label="怎么报名", max_length=200, help_text="写单位的电话、地址或网址，也写能不能发短信",
        error_messages={"required": "请写怎么报名"},
    )  # fmt: skip
    open_from = DayField(label="从哪天报名", error_messages={"required": "请写从哪天报名"})
    open_until = DayField(label="报名到哪天", required=False, help_text="不写就一直招")
    duties = forms.CharField(
        label="工作内容", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只写做什么；要求写在“条件”里",
    )  # fmt: skip
    hours = forms.CharField(label="工作时间", max_length=80, required=False, help_text="例如 每周 5 天，8:30—17:00")
    pay_from_yuan = AmountField(
        label="月薪从（元）", required=False, min_value=0, max_value=MOST_YUAN, decimal_places=2
    )
    pay_to_yuan = AmountField(label="月薪到（元）", required=False, min_value=0, max_value=MOST_YUAN, decimal_places=2)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupation"].choices = occupation_choices()  # type: ignore[attr-defined]
        self.lines: list[tuple[Any, Any]] = []
        self.wanted: list[tuple[Any, Any]] = []
        for n in range(1, CONDITIONS + 1) if is_new else ():
            self.fields[f"condition_{n}"] = forms.CharField(label=f"条件 {n}", max_length=400, required=False)
            self.fields[f"duty_{n}"] = forms.CharField(label=f"条件 {n} 为哪项工作", max_length=200, required=False)
            self.lines.append((self[f"condition_{n}"], self[f"duty_{n}"]))
        for n in range(1, HELPS + 1) if is_new else ():
            self.fields[f"help_{n}"] = forms.CharField(label=f"便利 {n}", max_length=120, required=False)
            self.fields[f"cost_{n}"] = AmountField(
                label=f"便利 {n} 要花多少钱（元）", required=False, min_value=0, max_value=MOST_YUAN, decimal_places=2,
                help_text="已经有的不写",
            )  # fmt: skip
            self.wanted.append((self[f"help_{n}"], self[f"cost_{n}"]))

    def said(self) -> PostSaid:
        """The post as the domain takes it."""
        known = self.cleaned_data
        conditions = tuple(
            ConditionSaid(words, known[f"duty_{n}"])
            for n in range(1, len(self.lines) + 1)
            if (words := known[f"condition_{n}"].strip())
        )
        helps = tuple(
            HelpSaid(what, known[f"cost_{n}"] is None, known[f"cost_{n}"])
            for n in range(1, len(self.wanted) + 1)
            if (what := known[f"help_{n}"].strip())
        )
        plain = {name: known[name] for name in PostForm.base_fields}
        return PostSaid(**plain, conditions=conditions, helps=helps)


def first_values(row: Any = None) -> dict[str, Any]:
    """What the boxes begin with: those of a post that is there, else the day."""
    if row is None:
        return {"open_from": clock.today(), "is_reserved": "1"}
    return {name: getattr(row, name) for name in PostForm.base_fields} | {
        "is_reserved": "1" if row.is_reserved else "0"
    }


# ---------------------------------------------------------------- the steps on a post's page


class NoForm(forms.Form):
    """A step that asks for nothing more."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=200, error_messages={"required": "请写理由"})


class ConditionForm(forms.Form):
    """One more condition."""

    words = forms.CharField(label="条件", max_length=400, error_messages={"required": "请写条件"})
    duty = forms.CharField(label="为哪项工作", max_length=200, required=False)


class HelpForm(forms.Form):
    """One more help."""

    what = forms.CharField(
        label="便利", max_length=120, help_text="例如 坡道、放大屏、手语翻译", error_messages={"required": "请写便利"}
    )
    cost_yuan = AmountField(
        label="要花多少钱（元）",
        required=False,
        min_value=0,
        max_value=MOST_YUAN,
        decimal_places=2,
        help_text="已经有的不写",
    )


class AnswerForm(forms.Form):
    """Which of the duties needs a condition, and why."""

    duty = forms.CharField(label="哪项工作要它", max_length=200, error_messages={"required": "请写是哪项工作"})
    words = forms.CharField(label="为什么", max_length=400, error_messages={"required": "请写为什么"})


class DecideForm(forms.Form):
    """A reviewer's decision on a condition."""

    outcome = forms.ChoiceField(
        label="决定", choices=((REMOVED, "删去"), (JUSTIFIED, "理由成立，保留")), widget=forms.RadioSelect,
        error_messages={"required": "请选：删去，还是保留"},
    )  # fmt: skip
    duty = forms.CharField(label="哪项工作要它", max_length=200, required=False, help_text="保留才写；单位写了可以不改")
    reason = forms.CharField(label="理由", max_length=400, error_messages={"required": "请写理由，单位会看到"})


class CountForm(forms.Form):
    """How many applied and were hired."""

    on = DayField(label="截至哪天", error_messages={"required": "请写截至哪天"})
    applicants = WholeField(
        label="报名（人）", min_value=0, max_value=99_999, error_messages={"required": "请写报名几人"}
    )
    hired = WholeField(label="录用（人）", min_value=0, max_value=9999, error_messages={"required": "请写录用几人"})
    evidence = forms.CharField(
        label="凭据", max_length=200, help_text="例如 拟录用公示", error_messages={"required": "请写凭据"}
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its words, its form, what it does with (who, post, the thing it names, what was said), what is said after."""

    title: str
    form: type[forms.Form]
    act: Callable[..., Any]
    done: str


def _condition(row: Any, of: int) -> Any:
    found = next((one for one in queries.conditions_of(row) if one.pk == of), None)
    if found is None:
        raise Http404
    return found


def _help(row: Any, of: int) -> Any:
    found = next((one for one in queries.helps_of(row) if one.pk == of), None)
    if found is None:
        raise Http404
    return found


OWN_STEPS: Mapping[str, Step] = {
    "submit": Step("报出去", NoForm, lambda who, row, of, said: services.submit(who, row), "报出去了。"),
    "withdraw": Step("收回修改", NoForm, lambda who, row, of, said: services.withdraw(who, row), "收回了，改好再报。"),
    "fill": Step("招满了", NoForm, lambda who, row, of, said: services.fill(who, row), "记下了：招满。"),
    "close": Step("关闭这个岗位", ReasonForm, lambda who, row, of, said: services.close(who, row, said["reason"]), "岗位已关闭。"),
    "add-condition": Step(
        "加条件", ConditionForm, lambda who, row, of, said: services.add_condition(who, row, ConditionSaid(**said)), "加上了。"
    ),
    "drop-condition": Step(
        "删去这一条", NoForm, lambda who, row, of, said: services.drop_condition(who, _condition(row, of)), "删去了，记录还在。"
    ),
    "answer": Step("说明理由", AnswerForm, lambda who, row, of, said: services.answer(who, _condition(row, of), **said), "说明记下了。"),
    "add-help": Step(
        "加便利", HelpForm,
        lambda who, row, of, said: services.add_help(who, row, HelpSaid(said["what"], said["cost_yuan"] is None, said["cost_yuan"])),
        "加上了。",
    ),
    "end-help": Step("撤下这一项", NoForm, lambda who, row, of, said: services.end_help(who, _help(row, of)), "撤下了。"),
    "count": Step("登记报名和录用", CountForm, lambda who, row, of, said: services.record_count(who, row, **said), "记下了。"),
}  # fmt: skip
REVIEW_STEPS: Mapping[str, Step] = {
    "decide": Step(
        "决定这一条", DecideForm,
        lambda who, row, of, said: services.decide(who, _condition(row, of), said["outcome"], reason=said["reason"], duty=said["duty"]),
        "决定记下了，单位看得到理由。",
    ),
    "publish": Step("公布", NoForm, lambda who, row, of, said: services.publish(who, row), "公布了。"),
    "send-back": Step("退回单位", ReasonForm, lambda who, row, of, said: services.send_back(who, row, said["reason"]), "退回了。"),
    "link": Step("登记为录用", NoForm, lambda who, row, of, said: services.link_hire(who, row, of), "登记了。"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Again:
    """A step that could not be taken: shown once more, with what was said and what is wrong with it."""

    step: str
    title: str
    of: int
    form: forms.Form


def act(request: Request, row: Any, steps: Mapping[str, Step]) -> Again | str:
    """Take the step that was posted; return what to say, or the step once more. Raises Http404: it names nothing of the post."""
    name, of = request.POST.get("step", ""), whole_number(request.POST.get("of")) or 0
    if name not in steps:
        form: forms.Form = NoForm(request.POST)
        form.add_error(None, "没有这一步，请刷新后再办。")
        return Again("", "这一步", 0, form)
    step = steps[name]
    form = step.form(request.POST)
    if form.is_valid():
        try:
            step.act(request.who, row, of, form.cleaned_data)
        except (PostRefused, MoveRefused) as why:
            form.add_error(None, str(why))
        else:
            return step.done
    return Again(name, step.title, of, form)


def pay_words(row: Any) -> str:
    """The pay in words, "面议" where nothing is said."""
    low, high = (_plain(row.pay_from_yuan), _plain(row.pay_to_yuan))
    if low and high:
        return f"{low} 元" if low == high else f"{low}—{high} 元"
    return f"{low} 元起" if low else f"{high} 元以内" if high else "没有写"


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00")


def demand_lines(row: Any) -> list[tuple[str, str]]:
    """What a post asks of people, in words: (dimension, sentence of its level); those not known are left out."""
    known = profile().dimensions
    return [
        (known[key].title, known[key].anchors[level]) for key, level in row.demands.items() if key in known and level
    ]


def line_of(row: Any, url: str) -> dict[str, Any]:
    """A post as a list shows it."""
    return {
        "row": row, "url": url, "tag": (TAGS[State(row.state)], STATES[row.state]), "place": name_of(row.township_code or row.county_code),
        "pay": pay_words(row), "work": occupations()[row.occupation].title, "applicants": row.latest_applicants, "hired": row.latest_hired,
    }  # fmt: skip


def page_of(row: Any, *, may_write: bool, may_review: bool, again: Again | None = None) -> dict[str, Any]:
    """What the page of a post shows; forms stand where a step may be taken now."""
    is_draft, state = row.state == State.DRAFT, State(row.state)
    conditions = []
    for one in queries.conditions_of(row):
        is_open = one.state == ConditionState.QUESTIONED
        final = queries.is_final(one)
        decide = DecideForm(auto_id=f"decide-{one.pk}-%s") if is_open and may_review and not is_draft else None
        if decide is not None and final:
            decide.fields["outcome"].choices = [(REMOVED, "删去")]  # type: ignore[attr-defined]
            del decide.fields["duty"]
        first = {"duty": one.duty, "words": one.answer}
        conditions.append(
            {
                "row": one, "tag": (CONDITION_TAGS[ConditionState(one.state)], one.get_state_display()),
                "sentences": queries.sentences(one) if one.questions else [],
                "answer": AnswerForm(initial=first, auto_id=f"answer-{one.pk}-%s") if is_open and may_write and not final else None,
                "decide": decide,
                "may_drop": may_write and one.state != ConditionState.REMOVED and state in (State.DRAFT, State.STOPPED),
            }
        )  # fmt: skip
    steps = list(steps_of(row))
    return {
        "row": row, "conditions": conditions, "helps": queries.helps_of(row), "counts": queries.counts_of(row), "steps": steps[::-1],
        "step_names": STATES, "last": steps[-1] if steps else None, "pay": pay_words(row), "demands": demand_lines(row),
        "tag": (TAGS[state], STATES[row.state]), "place": name_of(row.township_code or row.county_code),
        "work": occupations()[row.occupation].title, "may_write": may_write and state != State.CLOSED, "may_review": may_review,
        "is_draft": is_draft, "again": again, "add_condition": ConditionForm(auto_id="add-%s") if is_draft and may_write else None,
        "add_help": HelpForm(auto_id="help-%s") if may_write and state != State.CLOSED else None,
        "count": CountForm(initial={"on": clock.today()}, auto_id="count-%s")
        if may_write and state in (State.PUBLISHED, State.FILLED) else None,
        "close": ReasonForm(auto_id="close-%s") if may_write and state != State.CLOSED else None,
        "send_back": ReasonForm(auto_id="back-%s") if may_review and state in (State.REVIEW, State.STOPPED) else None,
        "is_ready": state == State.REVIEW, "is_open": row.state == State.PUBLISHED and _is_open(row, clock.today()),
    }  # fmt: skip


def _is_open(row: Any, day: date) -> bool:
    return row.open_from <= day and (row.open_until is None or day <= row.open_until)
