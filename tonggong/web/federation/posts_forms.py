from collections.abc import Sequence
from typing import Any

from django import forms

from tonggong.base.accounts.who import Who
from tonggong.base.divisions import queries as divisions
from tonggong.base.installation import clock
from tonggong.domain.campaigns.services.offers import Bringer
from tonggong.domain.posts.choices import HelpState, Source
from tonggong.domain.posts.exams import help_kinds
from tonggong.rules.ability.catalogue import LEVELS, profile
from tonggong.rules.identifiers import IdentifierInvalid, read_unit_code
from tonggong.web.components.forms import DayField
from tonggong.web.components.posts import PostForm

DEMANDS = ("不需要", "偶尔、很低", "简单或短时", "一般岗位的通常水平", "高")
UNKNOWN = ""


class UnitPostForm(PostForm):
    """A post of a unit that is named by its code, or of the unit whose plan is given."""

    unit_code = forms.CharField(
        label="统一社会信用代码",
        max_length=18,
        help_text="18 位，是哪个单位的岗位",
        error_messages={"required": "请写信用代码"},
    )
    round = forms.TypedChoiceField(label="招录批次", required=False, coerce=int, empty_value=None)
    brought = forms.ChoiceField(
        label="由谁带来", required=False, help_text="合作单位介绍来的，也记进它带来的岗位",
        error_messages={"invalid_choice": "没有这个合作单位或专项行动，请重新选"},
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Any = None, bringers: Sequence[Bringer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan is None:
            del self.fields["round"]
            groups = [
                (title, [(one.key, one.name) for one in bringers if one.source == source])
                for source, title in ((Source.PARTNER, "合作单位"), (Source.CAMPAIGN, "专项行动"))
            ]
            self.fields["brought"].choices = [("", "单位自己报来"), *(one for one in groups if one[1])]  # type: ignore[attr-defined]
            return
        del self.fields["unit_code"], self.fields["brought"]
        rounds = [
            (one.pk, f"{one.held_on:%Y-%m-%d}，{one.posts} 个岗位") for one in plan.rounds.order_by("held_on", "pk")
        ]
        self.fields["round"].choices = [("", "还没有批次"), *rounds]  # type: ignore[attr-defined]

    def clean_unit_code(self) -> str:
        """The code with its check digit."""
        try:
            return read_unit_code(self.cleaned_data["unit_code"])
        except IdentifierInvalid as wrong:
            raise forms.ValidationError(str(wrong)) from None


class AnalysisForm(forms.Form):
    """What a post asks of people: each dimension a level, or not known."""

    def __init__(self, demands: dict[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = profile()
        self.groups = []
        for key, title in known.groups.items():
            found = []
            for one in known.of_group(key):
                self.fields[one.key] = forms.ChoiceField(
                    label=one.title, required=False, initial=str(demands.get(one.key, UNKNOWN)),
                    choices=[(UNKNOWN, "不知道"), *((str(level), DEMANDS[level]) for level in LEVELS)],
                )  # fmt: skip
                found.append(self[one.key])
            self.groups.append((title, found))

    def demands(self) -> dict[str, int]:
        """The levels that were said."""
        return {key: int(said) for key, said in self.cleaned_data.items() if said != UNKNOWN}


class ExamForm(forms.Form):
    """A recruiting exam."""

    title = forms.CharField(label="考试名称", max_length=100, error_messages={"required": "请写考试名称"})
    organiser = forms.CharField(label="组织单位", max_length=80, error_messages={"required": "请写谁组织"})
    department = forms.ChoiceField(label="由哪个部门答复", required=False)
    place_code = forms.ChoiceField(label="哪里的考试")
    place = forms.CharField(label="考点", max_length=120, error_messages={"required": "请写考点"})
    held_on = DayField(label="考试日期", error_messages={"required": "请写考试日期"})
    ask_until = DayField(label="申请便利截止", required=False, help_text="不写就到考试前一天")

    def __init__(self, who: Who, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = divisions.city()
        places = [*([city] if city else []), *divisions.counties()]
        self.fields["place_code"].choices = [(one.code, one.name) for one in places if who.covers(one.code)]  # type: ignore[attr-defined]
        every = divisions.departments(clock.today())
        own = [(one.key, one.name) for one in every if not who.department or one.key == who.department]
        self.fields["department"].choices = own if who.department else [("", "由残联代为登记答复"), *own]  # type: ignore[attr-defined]


class AskForForm(forms.Form):
    """Help that staff ask for on a person's behalf; who it is stands in what is posted, never in an address."""

    number = forms.CharField(
        label="残疾人证号或身份证号",
        max_length=20,
        help_text="按证号找人，不会留在网址里",
        error_messages={"required": "请写证号"},
    )
    kinds = forms.MultipleChoiceField(
        label="要哪几种", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选要哪几种便利"}
    )
    words = forms.CharField(label="补充说明", max_length=200, required=False, help_text="只写要什么帮助，不写病")
    entry_no = forms.CharField(label="报名序号", max_length=30, required=False, help_text="组织单位按它找到考生")

    def __init__(self, county: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(help_kinds(county).items())  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer to a request."""

    state = forms.ChoiceField(
        label="答复", widget=forms.RadioSelect, error_messages={"required": "请选一种答复"},
        choices=((HelpState.GRANTED.value, "同意"), (HelpState.OTHER.value, "商定用别的办法"), (HelpState.REFUSED.value, "不同意")),
    )  # fmt: skip
    words = forms.CharField(
        label="给本人的话", max_length=400, required=False, help_text="用别的办法或不同意要写；本人会看到"
    )


class GivenForm(forms.Form):
    """Whether it was given on the day."""

    was_given = forms.TypedChoiceField(
        label="当天提供了吗", choices=(("1", "提供了"), ("0", "没有提供")), coerce=lambda said: said == "1", empty_value=None,
        widget=forms.RadioSelect, error_messages={"required": "请选一样"},
    )  # fmt: skip
    note = forms.CharField(label="情况", max_length=200, required=False, help_text="没有提供要写为什么")
