"""The few fields of the own door: what is needed, what is wrong, a paper."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from tonggong.domain.casework.choices import NeedKind, PaperKind
from tonggong.domain.casework.services.papers import check_size
from tonggong.domain.casework.services.petitions import LONGEST

PLAIN_NEEDS = {
    NeedKind.WORK: "找活干，找工作", NeedKind.TRAINING: "学手艺", NeedKind.STARTUP: "自己做点买卖", NeedKind.AIDS: "轮椅、助听器这类辅具",
    NeedKind.ACCESS: "家里或单位方便进出", NeedKind.TRANSPORT: "出门有车坐", NeedKind.CARE: "有人照料", NeedKind.SUBSIDY: "问补贴",
    NeedKind.OTHER: "别的",
}  # fmt: skip
OWN_PAPERS = ((PaperKind.OTHER, "说不清，就选这个"), (PaperKind.CONTRACT, "合同"), (PaperKind.PAY, "工资条"),
              (PaperKind.CERTIFICATE, "证件"), (PaperKind.VOICE, "录音"))  # fmt: skip
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,audio/*"


class FileField(forms.FileField):
    """A file whose size is looked at before it is; what it is, the domain decides by its bytes."""

    def __init__(self, accept: str = ACCEPT, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.FileInput(attrs={"accept": accept}), error_messages={"required": "请先选一个文件。"}, **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file:
            try:
                check_size(file.size)
            except ValueError as refused:
                raise forms.ValidationError(str(refused)) from None
        return file


class NeedForm(forms.Form):
    """What somebody needs: ticks, or words, or her voice; one of them is enough."""

    kinds = forms.MultipleChoiceField(
        label="您要什么", choices=list(PLAIN_NEEDS.items()), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="可以选几样",
    )  # fmt: skip
    job = forms.CharField(label="想做什么活", max_length=30, required=False, help_text="比如：缝纫、看门、网上客服")
    words = forms.CharField(
        label="用您自己的话说", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    voice = FileField(
        "audio/*", label="也可以说", required=False, help_text="在手机上点这里，可以录音。录好了再点“送出去”。"
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in ("kinds", "job", "words", "voice")):
            self.add_error("kinds", "请选一样，或者写几个字，或者录一段音。")
        return said

    def clean_key(self) -> str:
        """The mark of this sheet of paper: sent twice it is one need; a strange one is a new one."""
        try:
            return str(UUID(self.cleaned_data["key"]))
        except ValueError:
            return str(uuid4())


class AskForm(forms.Form):
    """What is wrong, or what somebody wants to say."""

    kind = forms.ChoiceField(
        label="您要说的是", choices=(("correction", "我的信息写错了"), ("complaint", "有意见，或者要投诉")),
        widget=forms.RadioSelect, initial="correction", error_messages={"required": "请选一样。"},
    )  # fmt: skip
    about = forms.ChoiceField(label="哪一条", required=False)
    text = forms.CharField(
        label="哪里不对，应该是什么", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写几句，哪里不对。", "max_length": f"写得太长了，请写在 {LONGEST} 个字以内。"},
    )  # fmt: skip
    proof = FileField(label="能说明的纸，拍一张", required=False, help_text="没有也可以。照片里的地点会自动去掉。")

    def __init__(self, items: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "说不清是哪一条"), *items]  # type: ignore[attr-defined]
        self.fields["about"].error_messages = {"invalid_choice": "这一条已经变了，请重新选。"}


class PaperForm(forms.Form):
    """A photo, scan or recording to be kept."""

    kind = forms.ChoiceField(label="这是什么", choices=[(str(kind), words) for kind, words in OWN_PAPERS])
    file = FileField(label="照片、PDF 或录音")
