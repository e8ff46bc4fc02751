"""What the federation of the practice city did with others in the last year: partners, meetings, cases. Invented, the same each time.

Days are counted back from the last day of the city's data, so that the lists are never empty and never stale.
"""

PARTNERS = (  # name, kind, days since the last contact, posts brought (unit, post, how many)
    ("演练市餐饮行业协会", "association", 20, (("河蟹食品厂", "包装工", 6), ("苇海宾馆", "客房服务员", 4))),
    ("演练市石化装备行业协会", "association", 35, (("石化装备厂", "仓库管理员", 3),)),
    ("演练市温州商会", "chamber", 120, (("服装加工厂", "缝纫工", 8), ("鞋材厂", "质检员", 4))),
    ("演练市大米商会", "chamber", 60, (("米业公司", "称重员", 5),)),
    ("演练市工商联", "industry_federation", 15, (("物业公司", "门岗", 6),)),
    ("演练市企业家协会", "enterprise_union", 91, (("信息公司", "数据标注员", 10),)),
    ("惠民人力资源服务有限公司", "agency", 45, (("客服中心", "电话客服", 12),)),
    ("诚聘人力资源服务有限公司", "agency", 200, ()),
)
MEETINGS = (  # days before, title, decisions (text, owner, days of term, closed)
    (260, "上半年助残就业会商会", (
        ("摸清会员企业可以提供的岗位", "市工商联", 30, True), ("组织两场专场招聘会", "市残联", 60, True),
        ("给会员企业讲一次残保金政策", "市残联", 45, True), ("商会每季度报一次岗位", "市温州商会", 90, False),
        ("推荐一家企业做典型案例", "市餐饮行业协会", 300, False),
    )),
    (80, "下半年助残就业会商会", (("落实明年预留岗位不少于30个", "市工商联", 120, False), ("给用工企业送岗前培训", "市残联", 60, False))),
)  # fmt: skip
STORIES = (  # of a person or a unit, name shown, title, text, what became of it
    ("person", "小满", "河蟹加工线上的一年", "她从流水线末端做起，辅导员陪了三周。现在，她能独立管一条包装线。她说，每月按时领到工资，心里踏实。", "published"),
    ("unit", "", "一家工厂的无障碍改造", "工厂把工位降低了十厘米，装了灯光提示。三名残疾职工留了下来，车间的差错也少了。", "published"),
    ("person", "老陈", "六十平方米的修车铺", "他靠创业补贴开了修车铺，现在带着两名学徒。", "withdrawn"),
)  # fmt: skip
PLACED = 6  # employments of the last year that the partners brought, one partner after the other
FILED = 4  # of the state enterprises all but this many have told of their placements
BEGAN, AGREED, UNTIL = 730, 365, 365  # days before and after: a partnership began, its agreement was signed, it ends
AGREEMENT = ("助残就业合作协议", "协议文本")  # title, evidence
SAID = "了解会员企业用工，商量岗位"  # at the last contact
POSTS_BY, PLACED_BY, REPORT_BY = "岗位登记表", "推荐函{}号", "年度社会责任报告第12页"  # what each entry was made on
PLACE, TOPIC, ATTENDEE, CLOSED = "市残联三楼会议室", "会员企业岗位和用工需求", "秘书长", "已办结"  # of the meetings
CONSENT = ("签字的同意书", ("portal", "circular"))  # how it was given, for which places
REPORTED = 30  # days before: the enterprises' reports came out
