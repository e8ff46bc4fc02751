"""Numbers as people say them in a box: １２０, 120人, 1,200, 6.5万, 一万二. What is none says what to write instead."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from tonggong.web.components.forms import AmountField

LONGEST = 30  # characters; no number of heads or yuan is longer
_DIGITS = {
    sign: n for n, signs in enumerate("零〇 一壹 二两贰 三叁 四肆 五伍 六陆 七柒 八捌 九玖".split()) for sign in signs
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000, "万": 10_000, "萬": 10_000, "亿": 10**8}
_TOKEN = re.compile(rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|[{''.join(_DIGITS)}]|[{''.join(_UNITS)}]")
_PLAIN = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")


def number_said(text: str, units: Sequence[str] = ()) -> Decimal:
    """Return the number that a text says, in figures of any width, with 万 and 亿, or in Chinese words.

    Args:
        units: words that may follow it, such as 人 or 元.
    Raises:
        ValueError: it says no number.
    """
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    for unit in sorted(units, key=len, reverse=True):
        bare = bare.removesuffix(unit)
    is_negative = bare[:1] in ("-", "−", "负")
    bare = bare[1:] if is_negative else bare
    if not bare or len(bare) > LONGEST:
        raise ValueError(text)
    value = Decimal(bare.replace(",", "")) if _PLAIN.fullmatch(bare) else _in_words(bare)
    return -value if is_negative else value


def _in_words(text: str) -> Decimal:
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text:
        raise ValueError(text)
    if all(token in _DIGITS for token in tokens):  # 一二〇
        return Decimal("".join(str(_DIGITS[token]) for token in tokens))
    total, section, last = Decimal(0), Decimal(0), 0
    number: Decimal | None = None
    has_zero = False  # 一万零二 is 10,002, 一万二 is 12,000
    for token in tokens:
        if unit := _UNITS.get(token):
            if number is None and not (unit == 10 and not section) and not (unit >= 10_000 and section):
                raise ValueError(text)
            if unit >= 10_000:
                total, section = total + (section + (number or 0)) * unit, Decimal(0)
            elif section and unit >= last:  # 二十三百
                raise ValueError(text)
            else:
                section += (1 if number is None else number) * unit
            number, last, has_zero = None, unit, False
        elif _DIGITS.get(token) == 0:
            has_zero = True
        elif number is not None:
            raise ValueError(text)
        else:
            number = Decimal(_DIGITS[token]) if token in _DIGITS else Decimal(token.replace(",", ""))
    if number is not None:
        is_short = last >= 100 and not has_zero and number < 10 and number == int(number)
        section += number * last / 10 if is_short else number
    return total + section


class SaidField(AmountField):
    """A number typed as it is said; `units` may follow it, `whole` allows no part, `example` is what the error shows."""

    def __init__(self, *, units: Sequence[str] = (), whole: bool = False, example: str = "120", **kwargs: Any) -> None:
        self.units, self.whole, self.example = units, whole, example
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            found = number_said(value, self.units)
        except ValueError:
            text = value.strip()
            shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
            raise forms.ValidationError(f"“{shown}”看不懂，请写数字，例如 {self.example}", "invalid") from None
        if self.whole and found != found.to_integral_value():
            raise forms.ValidationError("请写整数", "whole")
        return super().to_python(f"{found:f}")
