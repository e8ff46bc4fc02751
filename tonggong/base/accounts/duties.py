"""Every duty there is: what a page, a command or a step may ask of the one who acts.

Adding one: a line here, then in the roles that have it (roles.py), then `@duty("key")` on the pages.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty; with `second_factor` a password alone does not do for it (GB/T 22239-2019)."""

    key: str
    title: str
    second_factor: bool = False


_ALL = (
    Duty("ledger.read", "查看残疾人台账（证件号码遮盖）"),
    Duty("ledger.search", "按姓名、证号、电话查人"),
    Duty("ledger.unmask", "说明理由后查看完整证件号码和电话", second_factor=True),
    Duty("ledger.merge", "合并重复的人，撤销合并"),
    Duty("exchange.read", "查看部门文件的收发和质量"),
    Duty("exchange.deliver", "报送文件"),
    Duty("exchange.accept", "核收文件、退回文件"),
    Duty("findings.read", "查看比对差异"),
    Duty("findings.decide", "裁定差异，撤销裁定，退回来源部门"),
    Duty("department.answer", "答复退回本部门的差异"),
    Duty("month.read", "查看本月工作"),
    Duty("month.sign", "县区确认本月"),
    Duty("month.close", "全市关账", second_factor=True),
    Duty("figures.read", "查看指标和进度"),
    Duty("figures.rows", "查看数字背后的名单（遮盖）"),
    Duty("circular.draft", "起草通报"),
    Duty("circular.issue", "签发通报", second_factor=True),
    Duty("tasks.read", "查看方案任务"),
    Duty("tasks.close", "办结方案任务"),
    Duty("policy.read", "查看政策参数"),
    Duty("export.rows", "导出名单", second_factor=True),
    Duty("casework.read", "查看走访、核对、评估、需求、服务和计划"),
    Duty("casework.record", "记录走访、核对、需求、服务和材料"),
    Duty("casework.assess", "做职业能力评估"),
    Duty("casework.plan", "制定和调整服务计划"),
    Duty("casework.assign", "分派人员，交接名单"),
    Duty("casework.answer", "答复本人的诉求和更正申请"),
    Duty("coaching.record", "记录就业辅导和跟进"),
    Duty("coaching.manage", "管理就业辅导员名册"),
    Duty("campaigns.manage", "组织专项行动和就业援助月"),
    Duty("aid.manage", "登记就业援助，管理公益性岗位"),
    Duty("rural.exchange", "收发防返贫监测名单"),
    Duty("agencies.read", "查看服务机构考评和各方支持"),
    Duty("agencies.score", "填写服务机构自评"),
    Duty("agencies.review", "复核服务机构自评"),
    Duty("cooperation.read", "查看合作单位、会商、典型案例和社会责任报告"),
    Duty("cooperation.manage", "登记合作、会商、典型案例和社会责任报告，批量写告知信"),
    Duty("quota.read", "查看按比例就业和带头安排"),
    Duty("quota.manage", "计算按比例就业年度，登记上级单位、带头安排计划和残联干部"),
    Duty("hires.report", "登记机关事业单位的录聘用"),
    Duty("hires.check", "核对录聘用，裁定差异"),
    Duty("labour.read", "查看劳动合同和同工同酬"),
    Duty("labour.decide", "核对同工同酬，裁定提示"),
    Duty("testimony.read", "说明理由后查看本人的话，处理本人说的情况", second_factor=True),
    Duty("testimony.record", "替本人记下本人的话和劳动投诉"),
    Duty("complaints.refer", "把劳动投诉转给劳动保障监察", second_factor=True),
    Duty("complaints.handle", "受理、办结转来的劳动投诉", second_factor=True),
    Duty("reliefs.read", "查看优惠与放宽"),
    Duty("reliefs.manage", "登记、更正、复核优惠与放宽"),
    Duty("posts.read", "查看岗位、条件核对和招录考试便利"),
    Duty("posts.enter", "登记岗位、招录情况，做岗位分析"),
    Duty("posts.review", "核对岗位条件，公布岗位"),
    Duty("exams.manage", "登记招录考试，答复便利申请"),
    Duty("signals.read", "查看安排疑点和核查案卷"),
    Duty("signals.handle", "筛查疑点，办理核查案卷"),
    Duty("declarations.read", "查看按比例就业申报和认定"),
    Duty("declarations.decide", "审核申报，作出认定"),
    Duty("declarations.answer", "答复对认定的异议"),
    Duty("own.act", "本人提出需求、更正、同意和撤回"),
    Duty("own.read", "查看自己（或被监护人）的记录和谁看过"),
    Duty("own.unit", "查看和申报本单位的记录"),
    Duty("own.classes", "查看和填报本机构的培训班"),
    Duty("accounts.manage", "管理账号和职责", second_factor=True),
    Duty("security.read", "查看登录失败和锁定"),
    Duty("audit.read", "查看和校验审计日志"),
    Duty("system.read", "查看运行状态、来文和任务"),
)
DUTIES: dict[str, Duty] = {d.key: d for d in _ALL}

# Who did the first may not do the second with the same thing (a delivery, a circular).
SAME_THING: frozenset[tuple[str, str]] = frozenset(
    {
        ("exchange.deliver", "exchange.accept"),
        ("exchange.deliver", "findings.decide"),
        ("circular.draft", "circular.issue"),
        ("declarations.decide", "declarations.answer"),
        ("hires.report", "hires.check"),
    }
)
