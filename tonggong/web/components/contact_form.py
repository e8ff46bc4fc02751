"""Whom to call at a unit, as the unit itself and staff write it."""

from django import forms


class ContactForm(forms.Form):
    """A contact: name, role, telephone. The number is never filled in beforehand: it stays masked."""

    name = forms.CharField(
        label="联系人姓名", max_length=40, error_messages={"required": "请写联系人的姓名"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    role = forms.CharField(
        label="职务", max_length=40, required=False, help_text="例如 办公室主任、人事专员",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label="联系电话", max_length=20, help_text="11 位手机号，或区号加座机号；加密保存，页面上只显示后四位",
        error_messages={"required": "请写联系电话"}, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
