"""The words of findings, for pages that may not touch tables."""

from tonggong.domain.comparison.models import Decision, Finding

RESULTS: dict[str, str] = {r.value: str(r.label) for r in Finding.Result}
STATES: dict[str, str] = {s.value: str(s.label) for s in Finding.State}
CHOICES: dict[str, str] = {c.value: str(c.label) for c in Decision.Choice}
MEANING: dict[str, str] = {
    "confirmed": "来文与台账相符，记下凭据，不用裁定。",
    "new": "台账里没有的事实；按规定可以直接入账的已经入账。",
    "ended": "来文说工作、证件或本人的情况结束了，或者该有的记录没有了。",
    "changed": "同一件事，来文和台账说法不同。",
    "contradictory": "两份材料不能同时为真。",
    "impossible": "按年龄、日期或法规不可能有的记录。",
    "unmatched": "看不出来文的这一行是台账里的哪个人。",
}
