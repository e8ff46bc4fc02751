"""What staff fill in: a person's word as she says it, her complaint, why a word is read, what came of it."""

from decimal import Decimal

from django import forms

from tonggong.domain.testimony.choices import Answer, Beside, MatterResult, Means, Topic
from tonggong.web.components.forms import AmountField, WholeField

WAYS = [(str(one.value), str(one.label)) for one in (Means.PHONE, Means.DOOR, Means.DESK)]
VOICES = [("self", "本人"), ("guardian", "监护人")]


class ReasonForm(forms.Form):
    """Why a word is read; she sees it."""

    reason = forms.CharField(
        label="为什么要看", max_length=200, help_text="本人看得到谁看过、为什么。例如：核对这份工作是不是真的",
        error_messages={"required": "请写明为什么要看，至少 4 个字。"},
    )  # fmt: skip


class FinishForm(forms.Form):
    """What came of a matter."""

    result = forms.ChoiceField(
        label="结果", choices=MatterResult.choices, widget=forms.RadioSelect, error_messages={"required": "请选结果。"}
    )
    note = forms.CharField(
        label="怎样处理的", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="密存。给单位的纸上、话里，都不提本人说过什么", error_messages={"required": "请写明怎样处理的。"},
    )  # fmt: skip


class WriteForm(forms.Form):
    """A person's word, as she says it once the sentence was read out."""

    beside = forms.MultipleChoiceField(
        label="说的时候谁在场", choices=Beside.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选说的时候有谁在场。"},
    )  # fmt: skip
    means = forms.ChoiceField(
        label="怎么说的", choices=WAYS, widget=forms.RadioSelect, error_messages={"required": "请选怎么说的。"}
    )
    voice = forms.ChoiceField(label="谁说的", choices=VOICES, widget=forms.RadioSelect, initial="self")
    spell = forms.TypedChoiceField(
        label="哪份工作", coerce=int, widget=forms.RadioSelect, error_messages={"required": "请选哪份工作。"}
    )
    answers = forms.MultipleChoiceField(
        label="本人怎么说", choices=Answer.choices, widget=forms.CheckboxSelectMultiple, help_text="可以选几样",
        error_messages={"required": "请选一样。"},
    )  # fmt: skip
    days_per_week = WholeField(label="一周上几天班", min_value=0, max_value=7, required=False)
    pay_yuan = AmountField(
        label="一个月拿到多少元", min_value=Decimal(0), max_value=Decimal(100_000), decimal_places=2, required=False
    )
    words = forms.CharField(
        label="本人的原话", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    may_contact = forms.BooleanField(label="本人说可以再找她问", required=False)

    def __init__(self, jobs: list[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["spell"].choices = jobs  # type: ignore[attr-defined]
        if len(jobs) == 1:
            self.fields["spell"].initial = jobs[0][0]


class ComplaintForm(forms.Form):
    """A labour complaint written down for a person."""

    means = forms.ChoiceField(
        label="怎么说的", choices=WAYS, widget=forms.RadioSelect, error_messages={"required": "请选怎么说的。"}
    )
    voice = forms.ChoiceField(label="谁说的", choices=VOICES, widget=forms.RadioSelect, initial="self")
    topic = forms.ChoiceField(
        label="什么事", choices=Topic.choices, widget=forms.RadioSelect, error_messages={"required": "请选是什么事。"}
    )
    unit_name = forms.CharField(label="哪个单位", max_length=120, error_messages={"required": "请写是哪个单位。"})
    text = forms.CharField(
        label="本人说的", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写几句，怎么回事。"},
    )  # fmt: skip
    contact = forms.CharField(label="怎么找本人方便", max_length=80, required=False)
    may_be_named = forms.BooleanField(
        label="本人同意让单位知道是谁说的", required=False, help_text="没有同意，不告诉单位"
    )
