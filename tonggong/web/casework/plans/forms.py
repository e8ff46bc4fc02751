"""Forms of plans and steps."""

from typing import Any

from django import forms

from tonggong.base.installation import clock
from tonggong.domain.casework.choices import PlanKind, ServiceKind
from tonggong.domain.casework.services.plans import StepDraft
from tonggong.web.components.forms import DayField

STEP_KINDS = [
    ("need", "登记需求"),
    ("assessment", "能力评估"),
    ("policy", "讲政策"),
    ("vacancy", "推荐岗位"),
    *((f"service:{kind.value}", kind.label) for kind in ServiceKind if kind not in (ServiceKind.OTHER,)),
    ("other", "其他"),
]
Owners = list[tuple[int, str]]


class _Owned(forms.Form):
    """A form that asks who answers."""

    def __init__(self, owners: Owners, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"] = forms.TypedChoiceField(label=self.owner_label, choices=owners, coerce=int)

    owner_label = "负责人"


class OpenForm(_Owned):
    """Make a plan."""

    kind = forms.ChoiceField(label="类别", choices=PlanKind.choices, help_text="按类别先排好几步，建好后都可以改")
    goal = forms.CharField(label="目标", max_length=200, required=False, help_text="不写就用这一类的一般目标")


class PlanForm(_Owned):
    """Set another goal or owner."""

    goal = forms.CharField(label="目标", max_length=200)


class StepForm(_Owned):
    """A step: what, until when, by whom."""

    owner_label = "由谁办"
    text = forms.CharField(label="要做什么", max_length=200)
    kind = forms.ChoiceField(label="类别", choices=STEP_KINDS)
    due_on = DayField(label="期限")

    def draft(self) -> StepDraft:
        """What the service takes."""
        said = self.cleaned_data
        return StepDraft(said["kind"], said["text"], said["due_on"], said["owner_id"])


class ChangeStepForm(_Owned):
    """What is changed of a step."""

    owner_label = "由谁办"
    text = forms.CharField(label="要做什么", max_length=200)
    due_on = DayField(label="期限")


class FinishForm(forms.Form):
    """A step was done."""

    outcome = forms.CharField(label="结果", max_length=200, help_text="做了什么，结果怎样")
    on = DayField(label="哪天办的")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())


class DropForm(forms.Form):
    """A step, or a plan, is not gone on with."""

    reason = forms.CharField(label="原因", max_length=150)


class ReviewForm(forms.Form):
    """A plan was looked at again."""

    found = forms.CharField(label="复查看到的情况", max_length=190, widget=forms.Textarea(attrs={"rows": 2}))
    agreed = forms.BooleanField(label="本人同意现在的计划", required=False)
