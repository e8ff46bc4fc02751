"""What is said at a door, for the words of the codes: one source for the form online, the phone's and a campaign's."""

from tonggong.domain.casework.choices import Method, NeedKind, NotEmployedReason, Wish

PLAIN_NEEDS = {
    NeedKind.WORK: "找岗位", NeedKind.TRAINING: "学手艺", NeedKind.STARTUP: "自己做点事", NeedKind.AIDS: "辅具",
    NeedKind.ACCESS: "家里、单位不方便", NeedKind.TRANSPORT: "出行", NeedKind.CARE: "有人照料", NeedKind.SUBSIDY: "办补贴",
    NeedKind.OTHER: "别的",
}  # fmt: skip
PLAIN_WISHES = {Wish.NOW: "想，现在就行", Wish.LATER: "想，过一阵", Wish.NO: "不想", Wish.CANNOT_SAY: "说不清"}
PLAIN_REASONS = {
    NotEmployedReason.IN_SCHOOL: "在上学", NotEmployedReason.RETIRED: "退休了", NotEmployedReason.NO_WISH: "不想做",
    NotEmployedReason.NO_SKILL: "没有手艺", NotEmployedReason.LOST_CAPACITY: "做不了（有鉴定）",
    NotEmployedReason.LAND_TAKEN: "地被征了", NotEmployedReason.OTHER: "别的原因",
}  # fmt: skip
# Points as a campaign counts them; 5 is best.
PLAIN_SATISFIED = {5: "很满意", 4: "满意", 3: "一般", 2: "不太满意", 1: "不满意"}
# How a worker reaches somebody; what comes from the person's own page is no visit of hers.
METHODS = [(code, words) for code, words in Method.choices if code != Method.ONLINE]
