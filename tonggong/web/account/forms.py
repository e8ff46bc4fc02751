"""What the account desk asks for."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts


class SignInForm(forms.Form):
    """Name and password; both may be pasted (WCAG 3.3.8)."""

    username = forms.CharField(
        label="用户名", max_length=80, error_messages={"required": "请填用户名"},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label="密码", max_length=200, strip=False, widget=forms.PasswordInput, help_text="可以粘贴，可以用密码管理器",
        error_messages={"required": "请填密码"},
    )  # fmt: skip


class PasswordForm(forms.Form):
    """A new password, typed once and shown on wish; typing it blindly twice helps nobody."""

    old = forms.CharField(
        label="现在的密码", strip=False, widget=forms.PasswordInput, error_messages={"required": "请填现在的密码"}
    )
    new = forms.CharField(
        label="新密码", strip=False, widget=forms.PasswordInput, error_messages={"required": "请填新密码"}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["new"].help_text = " ".join(password_validators_help_texts()[:1])


class TokenForm(forms.Form):
    """The six digits that the phone shows."""

    token = forms.CharField(
        label="手机上的 6 位数字",
        max_length=12,
        help_text="每 30 秒换一次；刚用过的不能再用",
        error_messages={"required": "请填手机上的 6 位数字"},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_token(self) -> str:
        """Take the digits without the spaces that some phones show in the middle."""
        token = "".join(self.cleaned_data["token"].split())
        if len(token) != 6 or not token.isdigit():
            raise forms.ValidationError(f"应是 6 位数字，现在是 {len(token)} 位")
        return token
