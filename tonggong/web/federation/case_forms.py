"""What is filled in for a case: one small form for each step."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tonggong.domain.inspection.choices import OFFICES, RESULTS, VERDICTS, Asked
from tonggong.web.components.forms import DayField


def _text(label: str, most: int, help_text: str = "", rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, required=required,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": f"请写{label}"},
    )  # fmt: skip


class OpenForm(forms.Form):
    """Why a case is opened, or joined."""

    reason = _text("立案理由", 400, "例如 同月在两家单位全职参保，先到单位看一看。不要写是谁反映的。")


class TaskForm(forms.Form):
    """Something to be done."""

    task = forms.CharField(
        label="要办的事", max_length=200, help_text="例如 调取考勤表", error_messages={"required": "请写要办的事"}
    )
    due_on = DayField(label="期限", required=False, help_text="不填按规定的天数")


class DoneForm(forms.Form):
    """What came of a task."""

    key = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="办的结果", max_length=400, error_messages={"required": "请写办的结果"})


class VisitForm(forms.Form):
    """What was seen at the unit."""

    on = DayField(label="到单位的日期", error_messages={"required": "请写日期"})
    seen = _text("看到的情况", 1000, "例如 见到本人在包装组，班长能说出她的活")
    company = forms.CharField(label="一同去的人", max_length=100, required=False)


class AskForm(forms.Form):
    """Questions: those that fit the signals, and one's own."""

    asked = forms.ChoiceField(label="问谁", choices=Asked.choices, help_text="问单位的，单位在自己的页面上看得到并答复")
    chosen = forms.MultipleChoiceField(label="建议的问题", required=False, widget=forms.CheckboxSelectMultiple)
    own = _text("另写问题", 1000, "一行一个问题。不要写是谁反映的，也不要写本人说过的话。", required=False)

    def __init__(self, suggested: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(one, one) for one in suggested]  # type: ignore[attr-defined]

    @property
    def texts(self) -> list[str]:
        """Everything that is asked."""
        return [*self.cleaned_data["chosen"], *self.cleaned_data["own"].splitlines()]


class AnswerForm(forms.Form):
    """An answer given by word of mouth."""

    key = forms.IntegerField(widget=forms.HiddenInput)
    answer = _text("答复", 1000, rows=2)
    answered = DayField(label="答复日期", error_messages={"required": "请写答复日期"})
    is_own_word = forms.BooleanField(label="本人私下说的，只给承办人看", required=False)


class LetterForm(forms.Form):
    """The letter of the hearing."""

    text = _text("函的内容", 2000, "单位看得到全文。只写要它说明的情况，不写线索从哪里来。", rows=9)


class StatementForm(forms.Form):
    """What a unit stated on paper or in person."""

    statement = _text("单位的陈述", 4000)
    stated = DayField(label="陈述日期", error_messages={"required": "请写陈述日期"})
    stated_by = forms.CharField(label="谁陈述的", max_length=60, error_messages={"required": "请写谁陈述的"})


class FindForm(forms.Form):
    """A finding of one person."""

    person = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label="认定", choices=VERDICTS)
    why = _text("认定的理由", 600, rows=2)
    evidence = forms.CharField(
        label="依据",
        max_length=400,
        help_text="例如 9月12日到单位核查记录，考勤表",
        error_messages={"required": "请写依据"},
    )


class ProposeForm(forms.Form):
    """What comes of the case; months only of persons who were found against."""

    ending = forms.ChoiceField(label="结论", choices=RESULTS)
    months = forms.MultipleChoiceField(
        label="不计入的月份", required=False, widget=forms.CheckboxSelectMultiple, help_text="只在结论是不计入时选"
    )
    offices = forms.MultipleChoiceField(
        label="移送", required=False, choices=OFFICES, widget=forms.CheckboxSelectMultiple
    )
    grounds = _text("结论的理由", 600)

    def __init__(self, months: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = list(months)  # type: ignore[attr-defined]

    @property
    def struck(self) -> dict[int, list[str]]:
        """The months chosen, by person."""
        found: dict[int, list[str]] = {}
        for one in self.cleaned_data["months"]:
            person, month = one.split(":")
            found.setdefault(int(person), []).append(month)
        return found


class ReasonForm(forms.Form):
    """Why something is sent back, taken back, reopened or taken over."""

    because = forms.CharField(label="理由", max_length=200, error_messages={"required": "请写理由"})


class WithdrawForm(ReasonForm):
    """Which entry is taken back, and why."""

    kind = forms.CharField(widget=forms.HiddenInput, max_length=10)
    key = forms.IntegerField(widget=forms.HiddenInput)


class PackForm(forms.Form):
    """What the pack is for, and whether the person's own word goes with it."""

    purpose = forms.CharField(
        label="这份材料做什么用", max_length=100, min_length=2, help_text="例如 报局务会研究。会和您的姓名、时间一起记下来。",
        error_messages={"required": "请写一句做什么用", "min_length": "请写明白一点，至少两个字"},
    )  # fmt: skip
    own_words = forms.BooleanField(
        label="附上本人私下说的话",
        required=False,
        help_text="默认不附。只有本人同意、法律允许时才选；选了会记下来，本人看得到。",
    )
