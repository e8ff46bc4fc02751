"""What a password must be (GB/T 22239-2019): long, mixed, not the name; and one-time passwords for new accounts."""

import secrets
import string
from typing import Any

from django.core.exceptions import ValidationError

LEAST_LENGTH = 10
KINDS = {
    "小写字母": string.ascii_lowercase,
    "大写字母": string.ascii_uppercase,
    "数字": string.digits,
}


class PasswordPolicy:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is short, of fewer than 3 of 4 kinds, or holds the user's name.

        Raises:
            ValidationError: with a sentence that says how to mend it.
        """
        if len(password) < LEAST_LENGTH:
            raise ValidationError(f"密码至少 {LEAST_LENGTH} 个字符。", code="short")
        kinds = sum(any(c in letters for c in password) for letters in KINDS.values())
        kinds += any(c not in "".join(KINDS.values()) for c in password)
        if kinds < 3:
            raise ValidationError("密码要有小写字母、大写字母、数字、其他符号中的三种。", code="kinds")
        names = [getattr(user, "username", ""), getattr(user, "name", "")]
        if any(name and name.lower() in password.lower() for name in names):
            raise ValidationError("密码里不能有用户名或姓名。", code="name")

    def get_help_text(self) -> str:
        """Say the rule in one sentence, for the form."""
        return f"至少 {LEAST_LENGTH} 个字符，小写字母、大写字母、数字、其他符号占三种，不含用户名和姓名。"


def make_password_once() -> str:
    """Return a random password to be handed over once and changed at the first sign-in; no letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    picks = [secrets.choice(letters) for _ in range(5)] + [secrets.choice(letters.upper()) for _ in range(4)]
    picks += [secrets.choice("23456789") for _ in range(4)]
    secrets.SystemRandom().shuffle(picks)
    text = "".join(picks)
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"
