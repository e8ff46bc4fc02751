"""The answer of an office to what it was asked."""

from django import forms


class AnswerForm(forms.Form):
    """Whether the office stands by its row, and what it found when it looked."""

    stands = forms.ChoiceField(
        label="核对下来",
        choices=[("yes", "我们的数据没有错"), ("no", "我们的数据错了，请不要采信")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="核对的结果", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一两句话，例如 9 月 3 日办的停保，系统次月才停",
    )  # fmt: skip
