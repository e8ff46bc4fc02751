"""By which channel somebody came into work (就业渠道), and at which kind of unit: the share of the organised and of private firms."""

from collections.abc import Mapping, Sequence

from tonggong.rules.figures import Figures
from tonggong.rules.outcome import Outcome, Step
from tonggong.rules.quota.kinds import KIND_LABELS, UnitKind, kind_of

UNKNOWN = "unknown"
UNKNOWN_LABEL = "途径不明"


def channel_labels(figures: Figures) -> dict[str, str]:
    """What each channel is called: the kinds of partners, then the others, then the unknown one."""
    return {**_names(figures, "partner.kinds"), **_names(figures, "channel.labels"), UNKNOWN: UNKNOWN_LABEL}


def _names(figures: Figures, key: str) -> dict[str, str]:
    value: Mapping[str, str] = figures[key].value
    return {str(name): str(label) for name, label in value.items()}


def channel_of(said: str, partner_kind: str, figures: Figures) -> Outcome[str]:
    """The channel of one employment; `UNKNOWN` where nothing says it.

    Args:
        said: what the file calls the way into work; may be empty.
        partner_kind: the kind of the partner of whom there is evidence that it brought the placement; "" for none.
    Raises:
        FigureMissing: the city has no list of channels.
    Source: 三年行动方案（二）：加强促进残疾人就业的组织化程度；用词对照由本市设定.
    """
    words = figures["channel.words"]
    if partner_kind:
        label = channel_labels(figures).get(partner_kind, partner_kind)
        return Outcome(partner_kind, (Step(f"有合作单位带来就业的凭据，算“{label}”。", words.source),))
    text = said.strip()
    table: Mapping[str, Sequence[str]] = words.value
    hits = [(len(word), channel) for channel, known in table.items() for word in known if word in text]
    if not text or not hits:
        why = f"来文写的是“{text}”，对照表里没有" if text else "来文没有写就业途径"
        return Outcome(UNKNOWN, (Step(f"{why}，途径不明。", words.source),))
    channel = max(hits)[1]  # 行业协会商会 holds two words: the longer one says more
    label = channel_labels(figures).get(channel, channel)
    return Outcome(channel, (Step(f"来文写的是“{text}”，算“{label}”。", words.source),))


def is_organised(channel: str, figures: Figures) -> bool:
    """Whether a channel counts as organised: by an association, a chamber or their like."""
    return channel in figures["channel.organised"].value


def private_standing(code: str, word: str, figures: Figures) -> Outcome[tuple[str, bool | None]]:
    """The kind of the unit somebody came to, and whether it is a private firm; None where no unit is known.

    Args:
        code: unified social credit code; "" where somebody works for no unit or none is known.
        word: what the register calls the unit.
    Source: 三年行动方案（二）：发挥民营企业吸纳就业主渠道作用；哪些性质算民营由本市设定.
    """
    private = figures["channel.private_kinds"]
    if not code:
        return Outcome((UNKNOWN, None), (Step("没有单位信用代码，单位性质不明。", private.source),))
    kind = kind_of(code, word)
    if kind is UnitKind.OTHER:
        return Outcome((kind.value, None), (Step("单位性质不明。", private.source),))
    is_private = kind.value in private.value
    return Outcome(
        (kind.value, is_private),
        (Step(f"单位是{KIND_LABELS[kind]}，{'算' if is_private else '不算'}民营企业。", private.source),),
    )
