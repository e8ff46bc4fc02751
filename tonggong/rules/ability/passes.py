"""What a pass of supports must not tell: it says what helps, not why."""

import re

_TELLING = (
    (re.compile(r"(视力|听力|言语|肢体|智力|精神|多重)\s*残疾"), "残疾类别"),
    (re.compile(r"残疾人?证|证件?号"), "证件"),
    (re.compile(r"残疾等级|[一二三四1-4]\s*级"), "残疾等级"),
    (re.compile(r"诊断|病历|服药|精神病|癫痫|抑郁|精神分裂|智障|弱智|聋哑|盲人|聋人"), "病情或类别"),
    (re.compile(r"(?<!\d)\d{11}(?!\d)|\d{14}"), "证号或电话"),
)


def gives_away(text: str) -> str | None:
    """Return what a text would give away beside what helps (category, grade, certificate, illness, number); None: nothing.

    Source: 个人信息保护法 第六条 (no more than the purpose needs).
    """
    plain = text.translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)})
    return next((what for pattern, what in _TELLING if pattern.search(plain)), None)
