"""Fields as people fill them in: numbers, days and months in any usual writing, errors that say how to mend."""

import re
from datetime import date
from typing import Any

from django import forms

DAY = re.compile(r"(\d{4})\s*[年./\-]?\s*(\d{1,2})\s*[月./\-]?\s*(\d{1,2})\s*日?")
MONTH = re.compile(r"(\d{4})\s*[年./\-]?\s*(\d{1,2})\s*月?")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


LIMITS = {"min_value": "不能小于 %(limit_value)s", "max_value": "不能大于 %(limit_value)s"}


def _bare(value: Any) -> Any:
    """A number as it is typed, full width or with commas, as a number is read."""
    return value.translate(HALF_WIDTH).replace(",", "").strip() if isinstance(value, str) else value


class WholeField(forms.IntegerField):
    """A whole number. It is typed as text: a browser's number box hands over nothing at all for 一万二, and no word of it."""

    default_error_messages = {"invalid": "“%(value)s”不是整数，请用数字写，例如 12000", **LIMITS}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        try:
            return super().to_python(_bare(value))
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid", {"value": value}) from None


class AmountField(forms.DecimalField):
    """A number that may have decimals, typed as text as `WholeField` is."""

    default_error_messages = {
        "invalid": "“%(value)s”不是数字，请用数字写，例如 12000",
        "max_digits": "数太大了，请再看一看",
        "max_whole_digits": "数太大了，小数点前最多 %(max)s 位",
        "max_decimal_places": "小数点后最多 %(max)s 位",
        **LIMITS,
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(_bare(value))
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid", {"value": value}) from None


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
