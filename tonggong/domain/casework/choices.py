"""Code sets of the work with one person; codes are the field's, words are the plan's."""

from django.db.models import IntegerChoices, TextChoices


class Method(TextChoices):
    """How somebody was reached (走访方式)."""

    HOME = "home", "入户"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频"
    COUNTER = "counter", "窗口"
    WORKPLACE = "workplace", "工作单位"
    ONLINE = "online", "网上填报"


class Present(TextChoices):
    """Who answered."""

    SELF = "self", "本人"
    GUARDIAN = "guardian", "监护人"
    FAMILY = "family", "家属"
    OTHER = "other", "其他人"


class Communication(TextChoices):
    """By which means the talk was held."""

    SPEECH = "speech", "口语"
    SIGN = "sign", "手语"
    WRITING = "writing", "文字"
    INTERPRETER = "interpreter", "手语翻译"


class VisitOutcome(IntegerChoices):
    """What came of an attempt to reach somebody (走访结果); each target of a campaign ends with exactly one."""

    MET = 1, "见到"
    PHONE = 2, "电话联系上"
    MOVED = 3, "搬走"
    AT_WORK = 4, "在外务工"
    INSTITUTION = 5, "在机构"
    HOSPITAL = 6, "住院"
    SCHOOL = 7, "在校"
    REFUSED = 8, "拒绝"
    NOT_FOUND = 9, "没有找到"
    DEAD = 10, "已去世"
    WRONG_CONTACT = 11, "联系方式不对"


class Confirmed(TextChoices):
    """What a verification confirms, one by one (核对项)."""

    IDENTITY = "identity", "身份"
    CONTACT = "contact", "联系方式"
    RESIDENCE = "residence", "住址"
    CERTIFICATE = "certificate", "证件"
    WORK = "work", "就业状况"
    REASON = "reason", "未就业原因"
    WISH = "wish", "就业意愿"


class Wish(TextChoices):
    """Whether somebody wants work (就业意愿)."""

    NOW = "now", "现在想就业"
    LATER = "later", "以后想就业"
    NO = "no", "不想就业"
    CANNOT_SAY = "cannot_say", "说不清"


class NotEmployedReason(IntegerChoices):
    """Why somebody is not in work; national survey R19. Other editions permute 3, 4 and 5: read by name."""

    IN_SCHOOL = 1, "在校学习"
    RETIRED = 2, "退休"
    NO_WISH = 3, "无就业意愿"
    NO_SKILL = 4, "无就业技能"
    LOST_CAPACITY = 5, "丧失劳动能力"
    LAND_TAKEN = 6, "农用土地被征用"
    OTHER = 7, "其他"


class Condition(TextChoices):
    """What stands between somebody and work (就业条件)."""

    HEALTH = "health", "身体条件"
    CARE = "care", "要照料家人"
    TRANSPORT = "transport", "交通不便"
    GUARDIAN = "guardian", "监护人不同意"
    BENEFIT = "benefit", "担心失去低保"
    SKILLS = "skills", "缺少技能"
    NO_POST = "no_post", "没有合适岗位"


class NeedKind(TextChoices):
    """Of what kind a need is (需求类别)."""

    WORK = "work", "就业岗位"
    TRAINING = "training", "技能培训"
    STARTUP = "startup", "创业扶持"
    AIDS = "aids", "辅具"
    ACCESS = "access", "无障碍"
    TRANSPORT = "transport", "出行"
    CARE = "care", "照料托养"
    SUBSIDY = "subsidy", "补贴政策"
    OTHER = "other", "其他"


class ServiceKind(IntegerChoices):
    """What was done for somebody (就业服务类别)."""

    GUIDANCE = 1, "职业指导"
    REFERRAL = 2, "职业介绍、推荐"
    TRAINING = 3, "培训推荐"
    STARTUP = 4, "创业指导"
    POLICY = 5, "政策落实"
    COACHING = 6, "岗位支持"
    FAIR = 7, "招聘会"
    AIDS = 8, "辅具、无障碍"
    FAMILY = 9, "家庭支持"
    OTHER = 99, "其他"


class ServiceOutcome(IntegerChoices):
    """What came of a service (服务结果); without one, or not reached, it does not count."""

    EMPLOYED = 1, "已就业"
    INTERVIEW = 2, "安排面试"
    TRAINING = 3, "参加培训"
    APPLIED = 4, "已申请补贴"
    GOING_ON = 5, "继续跟踪"
    REFERRED = 6, "转介"
    DECLINED = 7, "本人放弃"
    NOT_REACHED = 8, "未联系上"


class Depth(TextChoices):
    """How deep an assessment goes (评估深度)."""

    TALK = "D1", "结构化访谈"
    ASSESSOR = "D2", "评估员评估"
    WORK_SAMPLE = "D3", "试工评估"


class Purpose(TextChoices):
    """What an assessment is for."""

    FOUR_ONES = "four_ones", "四个一"
    TRAINING = "training", "培训"
    PLACEMENT = "placement", "上岗"
    SHELTERED = "sheltered", "辅助性就业"
    OTHER = "other", "其他"


class Advice(TextChoices):
    """What the assessor recommends; nothing works it out from category or grade."""

    OPEN = "open", "公开就业"
    SUPPORTED = "supported", "支持性就业"
    SHELTERED = "sheltered", "辅助性就业"
    TRAINING_FIRST = "training_first", "先培训"
    AIDS_FIRST = "aids_first", "先配辅具"
    CARE_FIRST = "care_first", "先康复照料"


class AssignmentKind(TextChoices):
    """For what somebody is the one who answers (分派类别)."""

    WORKER = "worker", "专职委员"
    COACH = "coach", "就业辅导员"
    GRADUATE = "graduate", "毕业生服务专员"


class PlanKind(TextChoices):
    """For whom a service plan is made (一人一策类别)."""

    GENERAL = "general", "一般"
    GRADUATE = "graduate", "毕业生"
    ZERO_EMPLOYMENT = "zero_employment", "零就业家庭"
    RURAL = "rural", "农村家庭"
    AID = "aid", "就业援助"


class StepState(TextChoices):
    """Where a step of a plan stands."""

    OPEN = "open", "待办"
    DONE = "done", "已办"
    DROPPED = "dropped", "不办了"


class ConsentPurpose(TextChoices):
    """What somebody agreed to (同意事项)."""

    STORE = "store", "登记保存"
    SHARE_DEPARTMENTS = "share_departments", "与有关部门核对"
    RECOMMEND = "recommend", "向用人单位推荐"
    ASSESS = "assess", "能力评估"
    PHOTO = "photo", "拍照留存"
    PLACE = "place", "记录位置"


class PaperKind(TextChoices):
    """What a stored paper is (材料类别)."""

    CERTIFICATE = "certificate", "证件"
    CONTRACT = "contract", "合同"
    PAY = "pay", "工资凭据"
    VISIT_PHOTO = "visit_photo", "走访照片"
    VOICE = "voice", "语音"
    REPORT = "report", "评估报告"
    SIGNATURE = "signature", "签字"
    OTHER = "other", "其他"
