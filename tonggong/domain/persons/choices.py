from django.db.models import TextChoices


class Kind(TextChoices):
    """Why a person stands in the ledger."""

    HOLDER = "holder", "持证残疾人"
    INJURED = "injured", "工伤伤残职工"
    MEMBER = "member", "家庭成员"


class Sex(TextChoices):
    MALE = "1", "男"
    FEMALE = "2", "女"


class Category(TextChoices):
    """Category of disability (残疾类别), GB/T 26341-2010."""

    VISUAL = "1", "视力"
    HEARING = "2", "听力"
    SPEECH = "3", "言语"
    PHYSICAL = "4", "肢体"
    INTELLECTUAL = "5", "智力"
    MENTAL = "6", "精神"
    MULTIPLE = "7", "多重"


class CertificateKind(TextChoices):
    DISABILITY = "disability", "残疾人证"
    MILITARY = "military", "残疾军人证"


class CertificateStatus(TextChoices):
    VALID = "valid", "有效"
    EXPIRED = "expired", "过期"
    FROZEN = "frozen", "冻结"
    CANCELLED = "cancelled", "注销"
    MIGRATING = "migrating", "迁移中"
    LOST = "lost", "挂失"


class Circumstance(TextChoices):
    """Kinds of facts about a person beside certificates, household and work."""

    NAME = "name", "姓名"
    PLACE = "place", "所属乡镇街道"
    PHONE = "phone", "联系电话"
    DEATH = "death", "死亡"
    SCHOOL = "school", "在校"
    LOW_INCOME = "low_income", "低收入"
    INJURY = "injury", "工伤"
