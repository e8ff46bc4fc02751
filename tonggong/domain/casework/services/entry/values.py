"""Reading one part of an entry: each value by its kind, every fault kept, nothing guessed."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from tonggong.base.installation import clock
from tonggong.domain.casework.services.entry.parts import Wrong

LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")


class Part:
    """One object of the entry, read key by key; `wrong` collects what is wrong with it.

    Args:
        titles: what each key is called on a screen; a key without a title is unknown and refused.
        path: how to get here, "" at the top.
    """

    def __init__(self, data: Any, titles: dict[str, str], path: str, wrong: list[Wrong]) -> None:
        self.titles, self.path, self.wrong = titles, path, wrong
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            wrong.append(Wrong(path.rstrip("."), "记录", "格式不对，应是一组带名称的内容"))
        wrong.extend(
            Wrong(f"{path}{key}", "", f"不认识“{str(key)[:40]}”这一项，请去掉它，或先更新页面再填")
            for key in self.data
            if key not in titles
        )

    def fault(self, key: str, words: str) -> None:
        """Keep what is wrong with a value."""
        self.wrong.append(Wrong(f"{self.path}{key}", self.titles[key], words))

    def has(self, key: str) -> bool:
        """Say whether anything was given."""
        return self.data.get(key) not in (None, "", [], {})

    def _given(self, key: str, is_needed: bool, how: str) -> Any:
        if not self.has(key):
            if is_needed:
                self.fault(key, how)
            return None
        return self.data[key]

    def text(self, key: str, most: int, *, needed: str = "") -> str:
        """A text of so many characters at most."""
        value = self._given(key, bool(needed), needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(key, "应是文字")
            return ""
        value = value.replace("\0", "").strip()
        if len(value) > most:
            self.fault(key, f"最多 {most} 个字，现在 {len(value)} 个，请写短些")
        if needed and not value:
            self.fault(key, needed)
        return value

    def one_of(self, key: str, choices: Iterable[tuple[Any, Any]], *, needed: str = "") -> Any:
        """One of a code set, "" or None (of numbers) where it was left out."""
        words = dict(choices)
        is_number = all(isinstance(c, int) for c in words)
        nothing: Any = None if is_number else ""
        value = self._given(key, bool(needed), needed)
        if value is None:
            return nothing
        if isinstance(value, bool) or not isinstance(value, (int, str)) or value not in words:
            self.fault(key, f"不能是“{str(value)[:20]}”，请从这些里选：{'、'.join(map(str, words.values()))}")
            return nothing
        return value

    def some_of(self, key: str, choices: Iterable[tuple[Any, Any]], most: int = 20) -> tuple[Any, ...]:
        """Some of a code set, each once."""
        words = dict(choices)
        values = self.items(key, most)
        for value in values:
            if not isinstance(value, str) or value not in words:
                self.fault(key, f"不能是“{str(value)[:20]}”，请从这些里选：{'、'.join(map(str, words.values()))}")
                return ()
        return tuple(dict.fromkeys(values))

    def items(self, key: str, most: int) -> list[Any]:
        """A list of so many at most."""
        value = self._given(key, False, "")
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, "应是一列内容")
            return []
        if len(value) > most:
            self.fault(key, f"最多 {most} 项，现在 {len(value)} 项，请去掉几项")
        return value[:most]

    def texts(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        """A list of short texts; empty ones fall away."""
        found = []
        for value in self.items(key, most):
            if not isinstance(value, str) or len(value) > longest:
                self.fault(key, f"每一项是文字，最多 {longest} 个字")
                return ()
            found.append(value.replace("\0", "").strip())
        return tuple(dict.fromkeys(text for text in found if text))

    def whole(self, key: str, least: int, most: int, *, needed: str = "") -> int | None:
        """A whole number between two others."""
        value = self._given(key, bool(needed), needed)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(key, f"应是 {least} 到 {most} 的整数")
            return None
        return value

    def yuan(self, key: str, most: int = 200_000) -> Decimal | None:
        """An amount in yuan."""
        value = self._given(key, False, "")
        if value is None:
            return None
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            amount = Decimal(-1)
        if isinstance(value, bool) or not amount.is_finite() or not 0 <= amount <= most:
            self.fault(key, f"应是 0 到 {most} 的金额，单位元，例如 2400")
            return None
        return amount.quantize(Decimal("0.01"))

    def yes(self, key: str) -> bool | None:
        """Yes, no, or not said."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.fault(key, "应是“是”或“否”")
        return None

    def day(self, key: str, *, needed: str = "") -> date | None:
        """A day, as 2024-09-30."""
        value = self._given(key, bool(needed), needed)
        if value is None:
            return None
        try:
            found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            found = None
        if found is None or not 1900 <= found.year <= 2100:
            self.fault(key, f"“{str(value)[:20]}”不是日期，请写成 2024-09-30 这样")
            return None
        return found

    def instant(self, key: str, *, needed: str = "") -> datetime | None:
        """An instant by ISO 8601; without a zone it is China's time."""
        value = self._given(key, bool(needed), needed)
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value) if isinstance(value, str) else None
            if found is not None:
                found = (found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)).astimezone(clock.UTC)
        except (ValueError, OverflowError):
            found = None
        if found is None or not 1900 <= found.year <= 2100:
            self.fault(key, "不是时刻，请写成 2024-09-30T09:15:00+08:00 这样")
            return None
        return found

    def uuid(self, key: str) -> UUID | None:
        """A random key, made where the entry was."""
        value = self._given(key, True, "缺少记录编号，请重新打开表格")
        try:
            found = UUID(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        if value is not None and (found is None or found.version != 4):
            self.fault(key, "记录编号不对，请重新打开表格")
            return None
        return found

    def phone(self, key: str) -> str | None:
        """A telephone number: 11 digits, or a landline with its area code."""
        value = self._given(key, False, "")
        if value is None:
            return None
        plain = re.sub(r"[\s\-—]", "", str(value))
        if re.fullmatch(r"1[3-9]\d{9}", plain) or LANDLINE.fullmatch(plain):
            return plain
        digits = len(plain)
        if re.fullmatch(r"1\d*", plain) and digits != 11:
            off = f"少 {11 - digits} 位" if digits < 11 else f"多 {digits - 11} 位"
            self.fault(key, f"手机号是 11 位，现在 {digits} 位，{off}")
        else:
            self.fault(key, "不像电话号码，请写 11 位手机号，或区号加座机号")
        return None
