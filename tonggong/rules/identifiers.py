"""Numbers that carry their own check: citizen ID, unit code, certificate number.

Reading is tolerant of how offices write (full width, blanks, apostrophes, a lower-case x, 15 digits) and strict
about what cannot be restored (2.11E+17). Each number can be asked in three ways: `read_…` raises
`IdentifierInvalid` with a reason and a remedy, `…_or_none` answers None, `is_…` is the quick test of a clean text.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
UNIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
UNIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CATEGORIES = {1: "视力", 2: "听力", 3: "言语", 4: "肢体", 5: "智力", 6: "精神", 7: "多重"}
GRADES = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}

_UNIT_VALUE = {character: value for value, character in enumerate(UNIT_ALPHABET)}
_NOISE = re.compile(r"[\s'‘’`´·.\-_—－]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+")
_ID18 = re.compile(r"\d{17}[\dX]")
_ID15 = re.compile(r"\d{15}")
_CERTIFICATE = re.compile(r"(\d{17}[\dX])([1-7])([1-4])(?:B([1-9]))?")


class IdentifierInvalid(ValueError):
    """A number that cannot be what it should be.

    `reason` is one of: empty, destroyed, length, characters, birth, check, organisation_check, category.
    The message says in Chinese what is wrong and how to mend it; it never repeats the number.
    """

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A citizen ID of 18 characters and what its digits say (GB 11643-1999)."""

    number: str
    born_on: date
    sex: str  # "male" | "female"
    county: str  # six digits of the place of first registration, possibly a county long renamed
    was_15_digits: bool = False


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """A 残疾人证 number: citizen ID, category, grade and, after a re-issue, B and a counter (20 or 22 characters)."""

    number: str
    citizen_id: str
    category: int
    grade: int
    reissue: int


def tidy(text: object) -> str:
    """Half-width, upper-case, without blanks and marks that spreadsheets and clerks add."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(text))).upper()


def id_check_digit(first17: str) -> str:
    """The 18th character of a citizen ID (GB 11643-1999; 11010519491231002 gives X)."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def is_citizen_id(text: str) -> bool:
    """Whether a clean text is a citizen ID of 18 characters with a real birthday and a right check digit."""
    return bool(_ID18.fullmatch(text)) and _birthday(text[6:14]) is not None and id_check_digit(text[:17]) == text[17]


def read_citizen_id(text: object) -> CitizenId:
    """Read a citizen ID as offices write it; 15 digits of the last century are widened to 18.

    Raises:
        IdentifierInvalid: with the reason and the remedy.
    """
    raw = unicodedata.normalize("NFKC", str(text)).strip().upper()
    number = tidy(text)
    if not number or number == "NONE":
        raise IdentifierInvalid("empty", "没有身份证号，请补填18位公民身份号码。")
    if isinstance(text, float) or _SCIENTIFIC.search(raw):
        raise IdentifierInvalid(
            "destroyed", "身份证号已被表格软件改成科学计数法，后几位丢失；请把该列设为文本后重新填写。"
        )
    old = bool(_ID15.fullmatch(number))
    if old:
        number = f"{number[:6]}19{number[6:]}"
        number += id_check_digit(number)
    if len(number) != 18:
        raise IdentifierInvalid("length", f"身份证号应为18位，现为{len(number)}位，请核对。")
    if not _ID18.fullmatch(number):
        raise IdentifierInvalid("characters", "身份证号只能是数字，末位可为X，请核对。")
    born_on = _birthday(number[6:14])
    if born_on is None:
        raise IdentifierInvalid("birth", "身份证号中的出生日期不存在，请核对。")
    if id_check_digit(number[:17]) != number[17]:
        raise IdentifierInvalid("check", "身份证号校验位不符，请核对是否录错。")
    return CitizenId(number, born_on, "male" if int(number[16]) % 2 else "female", number[:6], old)


def citizen_id_or_none(text: object) -> CitizenId | None:
    """As `read_citizen_id`, None where that raises."""
    try:
        return read_citizen_id(text)
    except IdentifierInvalid:
        return None


def unit_check_digit(first17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015; 91350100M000100Y4 gives 3)."""
    total = sum(_UNIT_VALUE[character] * weight for character, weight in zip(first17, UNIT_WEIGHTS, strict=True))
    return UNIT_ALPHABET[(31 - total % 31) % 31]


def organisation_check_digit(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714; M000100Y gives 4)."""
    total = sum(
        ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(first8, ORGANISATION_WEIGHTS, strict=True)
    )
    check = 11 - total % 11
    return "X" if check == 10 else "0" if check == 11 else str(check)


def is_unit_code(text: str) -> bool:
    """Whether a clean text is a unified social credit code whose two checks hold."""
    return (
        len(text) == 18
        and all(character in _UNIT_VALUE for character in text)
        and organisation_check_digit(text[8:16]) == text[16]
        and unit_check_digit(text[:17]) == text[17]
    )


def read_unit_code(text: object) -> str:
    """Read a unified social credit code as offices write it.

    Raises:
        IdentifierInvalid: with the reason and the remedy.
    """
    code = tidy(text)
    if not code or code == "NONE":
        raise IdentifierInvalid("empty", "没有统一社会信用代码，请补填18位代码。")
    if len(code) != 18:
        raise IdentifierInvalid("length", f"统一社会信用代码应为18位，现为{len(code)}位，请核对。")
    if any(character not in _UNIT_VALUE for character in code):
        raise IdentifierInvalid("characters", "统一社会信用代码含有不用的字符（不用I、O、S、V、Z），请核对。")
    if organisation_check_digit(code[8:16]) != code[16]:
        raise IdentifierInvalid("organisation_check", "统一社会信用代码第9至17位校验不符，请核对是否录错。")
    if unit_check_digit(code[:17]) != code[17]:
        raise IdentifierInvalid("check", "统一社会信用代码校验位不符，请核对是否录错。")
    return code


def unit_code_or_none(text: object) -> str | None:
    """As `read_unit_code`, None where that raises."""
    try:
        return read_unit_code(text)
    except IdentifierInvalid:
        return None


def read_certificate_no(text: object) -> CertificateNumber:
    """Read a 残疾人证 number of 20 or 22 characters; its first 18 are the holder's citizen ID.

    Raises:
        IdentifierInvalid: with the reason and the remedy.
    """
    raw = unicodedata.normalize("NFKC", str(text)).strip().upper()
    number = tidy(text)
    if not number or number == "NONE":
        raise IdentifierInvalid("empty", "没有残疾人证号，请补填。")
    if isinstance(text, float) or _SCIENTIFIC.search(raw):
        raise IdentifierInvalid("destroyed", "残疾人证号已被表格软件改成科学计数法；请把该列设为文本后重新填写。")
    if len(number) not in (20, 22):
        raise IdentifierInvalid("length", f"残疾人证号应为20位（补证为22位），现为{len(number)}位，请核对。")
    match = _CERTIFICATE.fullmatch(number)
    if match is None:
        raise IdentifierInvalid("category", "残疾人证号第19位应为类别1至7，第20位应为等级1至4，补证加B和序号，请核对。")
    holder = read_citizen_id(match[1])
    return CertificateNumber(number, holder.number, int(match[2]), int(match[3]), int(match[4] or 0))


def certificate_no_or_none(text: object) -> CertificateNumber | None:
    """As `read_certificate_no`, None where that raises."""
    try:
        return read_certificate_no(text)
    except IdentifierInvalid:
        return None


_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}|[2-9]\d{6,7}")


def read_phone(text: object) -> str:
    """Read a telephone number: 11 digits of a mobile, or a landline with or without its area code. Returns digits only.

    Raises:
        IdentifierInvalid: `reason` empty, length or characters.
    """
    plain = re.sub(r"[\s\-()]", "", tidy(text))
    if not plain:
        raise IdentifierInvalid("empty", "请填电话：11 位手机号，或区号加座机号。")
    if re.fullmatch(r"1[3-9]\d{9}", plain) or _LANDLINE.fullmatch(plain):
        return plain
    if re.fullmatch(r"1\d*", plain) and len(plain) != 11:
        off = f"少 {11 - len(plain)} 位" if len(plain) < 11 else f"多 {len(plain) - 11} 位"
        raise IdentifierInvalid("length", f"手机号是 11 位，现在 {len(plain)} 位，{off}。")
    raise IdentifierInvalid("characters", "不像电话号码，请写 11 位手机号，或区号加座机号。")


def _birthday(digits: str) -> date | None:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born_on if born_on.year >= 1880 else None
