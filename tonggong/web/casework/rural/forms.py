"""Forms of the room."""

from typing import Any

from django import forms
from django.conf import settings

from tonggong.domain.rural.capacity import CHOICES
from tonggong.domain.rural.incomes import BASES, SOURCES
from tonggong.web.components.forms import AmountField, WholeField


class IncomeForm(forms.Form):
    """A year's income, of whom, and who said so."""

    year = WholeField(label="年度", min_value=2000, max_value=2100)
    basis = forms.ChoiceField(label="谁的收入", choices=list(BASES.items()))
    yuan = AmountField(
        label="全年收入（元）", min_value=0, max_digits=12, decimal_places=2, help_text="没有收入写 0；不知道就不要登记"
    )
    source = forms.ChoiceField(label="从哪里知道的", choices=list(SOURCES.items()))


class ReceiptForm(forms.Form):
    """A returned list."""

    file = forms.FileField(
        label="回执文件", help_text=".xlsx、.xls 或 .csv：在送出的名单上加“结果”和“退回原因”两列就行",
        error_messages={"required": "请先选一个文件"},
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse what is too big before it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError("文件太大了，请分成几份。")
        return file


class DecisionForm(forms.Form):
    """What is to be done where both sides differ."""

    choice = forms.ChoiceField(label="怎么办", choices=list(CHOICES.items()))
    note = forms.CharField(label="依据、说明", max_length=200, required=False)
