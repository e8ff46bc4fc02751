from django import forms

from tonggong.domain.cooperation.choices import Giver, How, Place
from tonggong.web.components.forms import DayField, WholeField
from tonggong.web.components.responsibility import FilingForm as FilingForm

WHY = {"required": "请写明原因"}


def _text(
    label: str, wanted: str, length: int = 200, hint: str = "", *, lines: int = 0, required: bool = True
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines}) if lines else None
    return forms.CharField(
        label=label, max_length=length, help_text=hint, required=required, error_messages={"required": wanted},
        widget=widget,
    )  # fmt: skip


class PartnerForm(forms.Form):
    """A new partner."""

    name = _text("名称", "请写名称", 120)
    kind = forms.ChoiceField(label="种类", error_messages={"required": "请选种类"})
    county_code = forms.ChoiceField(label="哪里的", error_messages={"required": "请选区划"})
    began_on = DayField(label="开始合作", error_messages={"required": "请写开始合作的日期"})

    def __init__(self, kinds: list, places: list, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["county_code"].choices = places  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """Somebody spoke with a partner."""

    on = DayField(label="哪天联系的", error_messages={"required": "请写联系的日期"})
    how = forms.ChoiceField(label="方式", choices=How.choices)
    said = _text("说了什么", "请写一句说了什么", 400, lines=2)


class AgreementForm(forms.Form):
    """An agreement."""

    title = _text("协议名称", "请写协议名称", 120)
    signed_on = DayField(label="签订日期", error_messages={"required": "请写签订的日期"})
    from_on = DayField(label="从哪天起", error_messages={"required": "请写起日"})
    until_on = DayField(label="到哪天止", error_messages={"required": "请写止日"})
    evidence = _text("凭据", "请写凭据", hint="例如 协议文本编号")


class BroughtForm(forms.Form):
    """Posts that a partner brought."""

    on = DayField(label="哪天提供的", error_messages={"required": "请写提供的日期"})
    unit_name = _text("用人单位", "请写用人单位", 120)
    post = _text("岗位", "请写岗位", 60)
    posts = WholeField(label="几个", min_value=1, max_value=9999, error_messages={"required": "请写几个岗位"})
    evidence = _text("凭据", "请写凭据", hint="例如 来函文号、招聘会登记表")


class LinkForm(forms.Form):
    """An employment that a partner brought."""

    spell = forms.IntegerField(
        label="哪一条就业", error_messages={"required": "请选一条就业", "invalid": "请选一条就业"}
    )
    evidence = _text("凭据", "请写凭据", hint="例如 推荐函、录用回执")


class WhyForm(forms.Form):
    """Why something is taken back."""

    why = forms.CharField(label="为什么撤销", max_length=200, error_messages=WHY)


class MeetingForm(forms.Form):
    """A new meeting."""

    title = _text("会议名称", "请写会议名称", 120)
    county_code = forms.ChoiceField(label="哪里的", error_messages={"required": "请选区划"})
    on = DayField(label="哪天开", error_messages={"required": "请写开会的日期"})
    place = _text("地点", "请写地点", 120)

    def __init__(self, places: list, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["county_code"].choices = places  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """A new item."""

    topic = _text("新议题", "请写议题")


class AttendanceForm(forms.Form):
    """Who was there."""

    organisation = _text("单位", "请写单位", 120)
    attendee = _text("参会人", "请写参会人", 60, "姓名和职务")


class HeldForm(forms.Form):
    """The day on which a meeting was held."""

    held_on = DayField(label="实际召开的日期", error_messages={"required": "请写召开的日期"})


class DecisionForm(forms.Form):
    """What was decided."""

    decision = _text("议定事项", "请写议定了什么", 300)
    owner = _text("负责单位", "请写负责单位", 120)
    due_on = DayField(label="办结期限", error_messages={"required": "请写办结期限"})


class CloseForm(forms.Form):
    """How a decision was carried out."""

    closed_on = DayField(label="办结日期", error_messages={"required": "请写办结的日期"})
    result = _text("办结情况", "请写办结情况", 300, lines=2)


class StoryForm(forms.Form):
    """A case: of a unit by its code, or of a person: one of those who work at a unit, else by the number of her page.

    Args:
        people: (row of the person, words that name her masked); empty leaves the number to be typed.
    """

    title = _text("标题", "请写标题", 120)
    county_code = forms.ChoiceField(label="哪里的", error_messages={"required": "请选区划"})
    unit_code = _text("写单位：统一社会信用代码", "", 18, "写个人的留空", required=False)
    person_id = WholeField(label="写个人：台账编号", required=False, help_text="个人页地址里的数字；只用来核对，不公开")
    shown_name = _text("本人选的称呼", "", 60, "写个人的必填，例如 小满；写单位的留空", required=False)
    text = _text("正文", "请写正文", 4000, lines=8)
    picture = forms.FileField(label="照片", required=False, help_text="可以没有。拍摄的地点和时间会去掉")
    picture_words = _text("照片说明", "", 200, "照片里有什么，读给看不见的人听", required=False)

    def __init__(self, places: list, people: list[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["county_code"].choices = places  # type: ignore[attr-defined]
        if people:
            self.fields["person_id"] = forms.TypedChoiceField(
                label="写个人：写谁", choices=[("", "请选"), *people], coerce=int, empty_value=None, required=False,
                help_text="在这家单位上班的人；名字遮着，不公开",
                error_messages={"invalid_choice": "这个人不在这家单位，请重新选"},
            )  # fmt: skip


class ConsentForm(forms.Form):
    """A consent to a case."""

    given_by = forms.ChoiceField(label="由谁同意", choices=Giver.choices)
    given_on = DayField(label="哪天同意的", error_messages={"required": "没有日期的同意不能用，请写日期"})
    how = _text("凭据", "请写凭据", hint="例如 签字的同意书编号")
    places = forms.MultipleChoiceField(
        label="同意发在哪里", choices=Place.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选同意发在哪里"},
    )  # fmt: skip
