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
    RETIREMENT = "retirement", "退休类别"  # value M60, F55 or F50, with its evidence; never guessed from sex
    PENSION = "pension", "领取养老金"
    UNEMPLOYED = "unemployed", "失业登记"  # registered with 人社, from a day to a day
    MONITORED = "monitored", "防止返贫监测对象"  # value: kind of the object
    RESIDENCE = "residence", "常住地"  # value: 12-digit code of the township
    CAPACITY = "capacity", "丧失劳动能力"  # concluded by a labour-ability body
    MASSAGE = "massage", "盲人按摩"  # value: medical or health
    HARDSHIP = "hardship", "就业困难人员认定"  # recognised by 人社; value: group
