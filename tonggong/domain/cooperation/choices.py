from django.db.models import TextChoices


class How(TextChoices):
    """How somebody spoke with a partner."""

    VISIT = "visit", "上门走访"
    MEETING = "meeting", "会议座谈"
    PHONE = "phone", "电话"
    LETTER = "letter", "来函去函"
    ONLINE = "online", "网上联系"


class MeetingState(TextChoices):
    """How far a consultation meeting is."""

    PLANNED = "planned", "筹备中"
    HELD = "held", "已召开"
    ISSUED = "issued", "纪要已印发"


class StoryKind(TextChoices):
    """Of whom a typical case tells."""

    UNIT = "unit", "单位"
    PERSON = "person", "个人"


class StoryState(TextChoices):
    """How far a typical case is."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回同意"
    TAKEN_DOWN = "taken_down", "已下架"


class Giver(TextChoices):
    """Who agrees that a case is told."""

    SELF = "self", "本人"
    GUARDIAN = "guardian", "监护人"
    UNIT = "unit", "单位"


class Place(TextChoices):
    """Where a case may stand."""

    PORTAL = "portal", "公开网页和订阅"
    CIRCULAR = "circular", "通报"


class ReportKind(TextChoices):
    """The report in which an enterprise tells of its placements."""

    SOCIAL = "social", "社会责任报告"
    SPECIAL = "special", "助残就业专项报告"
