"""Fields as people fill them in: days and months in any usual writing, errors that say how to mend."""

import re
from datetime import date
from typing import Any

from django import forms

DAY = re.compile(r"(\d{4})\s*[年./\-]?\s*(\d{1,2})\s*[月./\-]?\s*(\d{1,2})\s*日?")
MONTH = re.compile(r"(\d{4})\s*[年./\-]?\s*(\d{1,2})\s*月?")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


class DayField(forms.DateField):
    """A day written as 2024年9月30日, 2024-09-30, 2024/9/30 or 20240930."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "例如 2024年9月30日")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        text = str(value).translate(HALF_WIDTH).strip()
        match = DAY.fullmatch(text)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass  # the 30th of February
        raise forms.ValidationError(f"“{text}”不是日期，请写成 2024年9月30日 这样")


class MonthField(forms.CharField):
    """A month written as 2024年9月, 2024-09 or 202409; its value is "2024-09"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "例如 2024年9月")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        match = re.fullmatch(r"(\d{4})-(\d{2})", str(value or ""))
        return f"{int(match[1])}年{int(match[2])}月" if match else value

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").translate(HALF_WIDTH).strip()
        if not text:
            return ""
        match = MONTH.fullmatch(text)
        if not match or not 1 <= int(match[2]) <= 12:
            raise forms.ValidationError(f"“{text}”不是月份，请写成 2024年9月 这样")
        return f"{match[1]}-{int(match[2]):02}"
