"""Kinds of units for the quota, and which of them the law obliges (用人单位性质)."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is by law; a state enterprise and a private one are both enterprises (企业)."""

    ORGAN = "organ"
    INSTITUTION = "institution"
    ORGANISATION = "organisation"
    STATE_ENTERPRISE = "state_enterprise"
    ENTERPRISE = "enterprise"
    PRIVATE_NON_ENTERPRISE = "private_non_enterprise"
    COOPERATIVE = "cooperative"
    SOLE_TRADER = "sole_trader"
    OTHER = "other"

    @property
    def is_enterprise(self) -> bool:
        """Whether what the law grants to enterprises (企业) is granted to it."""
        return self in (UnitKind.ENTERPRISE, UnitKind.STATE_ENTERPRISE)


KIND_LABELS = {
    UnitKind.ORGAN: "机关",
    UnitKind.INSTITUTION: "事业单位",
    UnitKind.ORGANISATION: "团体",
    UnitKind.STATE_ENTERPRISE: "国有企业",
    UnitKind.ENTERPRISE: "企业",
    UnitKind.PRIVATE_NON_ENTERPRISE: "社会服务机构（民办非企业单位）",
    UnitKind.COOPERATIVE: "农民专业合作社",
    UnitKind.SOLE_TRADER: "个体工商户",
    UnitKind.OTHER: "其他单位",
}
# The words offices use, and what the first two signs of a unified social credit code say where no word does.
_BY_WORD = {label: kind for kind, label in KIND_LABELS.items() if kind is not UnitKind.OTHER} | {
    "社会服务机构": UnitKind.PRIVATE_NON_ENTERPRISE,
    "民办非企业单位": UnitKind.PRIVATE_NON_ENTERPRISE,
    "国有独资公司": UnitKind.STATE_ENTERPRISE,
    "国有控股企业": UnitKind.STATE_ENTERPRISE,
    "私营企业": UnitKind.ENTERPRISE,
    "民营企业": UnitKind.ENTERPRISE,
    "社会团体": UnitKind.ORGANISATION,
    "群众团体": UnitKind.ORGANISATION,
    "基金会": UnitKind.ORGANISATION,
}
_CODES = frozenset(UnitKind)
_BY_CODE = {
    "11": UnitKind.ORGAN,
    "12": UnitKind.INSTITUTION,
    "13": UnitKind.ORGANISATION,
    "51": UnitKind.ORGANISATION,
    "52": UnitKind.PRIVATE_NON_ENTERPRISE,
    "53": UnitKind.ORGANISATION,
    "91": UnitKind.ENTERPRISE,
    "92": UnitKind.SOLE_TRADER,
    "93": UnitKind.COOPERATIVE,
}


def kind_of(code: str, word: str = "") -> UnitKind:
    """The kind of a unit: by the word of the register where it is known, else by its code (GB 32100-2015).

    Args:
        code: unified social credit code; may be empty.
        word: what the register calls it, such as 国有企业 or 事业单位.
    """
    return _BY_WORD.get(word.strip()) or _BY_CODE.get(code[:2], UnitKind.OTHER)


def named(word: str) -> UnitKind | None:
    """The kind that a word names, in the register's Chinese or in the system's own code; None for any other word."""
    found = _BY_WORD.get(word.strip())
    if found is not None:
        return found
    code = word.strip().lower()
    return UnitKind(code) if code in _CODES else None
