"""A paper to be kept; why a file is printed."""

from typing import Any

from django import forms

from tonggong.domain.casework.choices import PaperKind
from tonggong.domain.casework.services.papers import check_size
from tonggong.web.components.forms import DayField

ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,audio/*"


class PaperForm(forms.Form):
    """A photo, scan or recording, what it is and of which day."""

    kind = forms.ChoiceField(label="类别", choices=PaperKind.choices)
    title = forms.CharField(
        label="名称", max_length=120, required=False, help_text="不写就用类别的名字；不要写身份证号"
    )
    on = DayField(label="材料日期", required=False)
    agreed = forms.ChoiceField(
        label="谁同意拍照留存", required=False, choices=[("", "这次没有问"), ("self", "本人同意"), ("guardian", "监护人同意")],
        help_text="走访照片和“其他”要有同意才能存；以前同意过的不用再问",
    )  # fmt: skip
    file = forms.FileField(
        label="照片、PDF 或录音", widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="照片里的位置、设备信息会自动去掉", error_messages={"required": "请先选一个文件"},
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse what is too big before it is read."""
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from None
        return file


class FileForm(forms.Form):
    """Why somebody's file is printed; she reads it."""

    reason = forms.CharField(
        label="为什么要打印", max_length=120, help_text="本人能看到您写的理由",
        error_messages={"required": "请写明为什么要打印，本人能看到"},
    )  # fmt: skip
