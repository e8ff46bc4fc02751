"""How each office lays out what it sends: headings, order, dates, what stands above and below the rows."""

from tonggong.practice.sheets import Layout


def _heads(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs field=heading, parted by blanks."""
    return tuple(tuple(pair.split("=", 1)) for pair in text.split())


def opening_ledger() -> Layout:
    return Layout(
        heads=_heads(
            "seq=序号 county=县区 township=乡镇街道 name=姓名 citizen_id=身份证号 "
            "certificate_no=残疾人证号 phone=联系电话 form=就业形式 unit_name=单位名称 "
            "unit_code=统一社会信用代码 started_on=就业时间 ended_on=离职日期 contract_kind=合同类型 "
            "contract_until=合同到期日 wage_yuan=月工资（元） "
            "insured_from=参保起始月 insured_to=最近参保月 remark=备注"
        ),
        title="盘锦市残疾人就业台账",
        note="填报单位：市残联",
        groups=(("序号", 1), ("基本情况", 6), ("就业情况", 5), ("合同与待遇", 5), ("备注", 1)),
        days="iso",
        month="iso",
        foot=True,
    )


def certificates(county: str, which: int) -> Layout:
    plain = _heads(
        "name=姓名 sex=性别 citizen_id=身份证号 born_on=出生日期 certificate_no=残疾人证号 "
        "category=残疾类别 grade=残疾等级 issued_on=发证日期 valid_until=有效期至 "
        "status=证件状态 status_on=状态日期 county=县区 township=乡镇街道 phone=联系电话 guardian=监护人"
    )
    other = _heads(
        "seq=序号 county=所属县区 township=街道（乡镇） name=名字 citizen_id=公民身份号码 sex=性别 "
        "born_on=出生年月日 certificate_no=残疾证号 category=类别 grade=等级 "
        "issued_on=批准日期 valid_until=有效期限 status=状态 status_on=状态变更日期 guardian=监护人姓名 phone=手机号 nation=民族"
    )
    return (
        Layout(
            plain,
            title=f"{county}残疾人证持证人员名册",
            note=f"填报单位：{county}残联",
            days="cell",
            hidden=("status_on",),
        ),
        Layout(plain, days="slash"),
        Layout(other, days="dot", title="持证残疾人登记表", note=f"单位：{county}残联", foot=True),
        Layout(other, days="zh", blank_every=500),
    )[which % 4]


def posts() -> Layout:
    return Layout(
        _heads(
            "seq=序号 unit_name=招聘单位 unit_code=统一社会信用代码 title=职位名称 occupation=岗位类别 places=招录人数 is_reserved=是否专设 "
            "workplace=工作地点 county=县区 township=乡镇街道 hours=工作时间 pay_from_yuan=月薪下限 pay_to_yuan=月薪上限 duties=岗位职责 "
            "conditions=应聘条件 helps=便利条件 apply_how=报名方式 open_from=报名开始 open_until=报名截止"
        ),
        title="招聘岗位汇总表",
        note="填报单位：市人社局",
        days="zh",
    )


def military() -> Layout:
    return Layout(
        _heads(
            "name=姓名 sex=性别 citizen_id=公民身份号码 military_no=残疾军人证号 grade=残疾等级 "
            "issued_on=发证日期 status=证件状态 county=县区 township=乡镇街道 phone=联系方式"
        ),
        ext="xls",
        title="残疾军人登记名册",
        note="填报单位：市退役军人事务局",
        days="cell",
        foot=True,
    )


def households() -> Layout:
    return Layout(
        _heads(
            "household_no=户号 relation=与户主关系 name=姓名 citizen_id=公民身份号码 hukou_kind=户口性质 county=县区 township=乡镇街道"
        ),
        encoding="utf-8-sig",
        title="户籍成员信息",
        note="报送单位：市民政局",
    )


def injured() -> Layout:
    return Layout(
        _heads(
            "name=职工姓名 citizen_id=身份证号码 unit_name=用人单位 unit_code=社会信用代码 "
            "injured_on=受伤日期 grade=伤残等级 concluded_on=鉴定日期 phone=电话"
        ),
        ext="xls",
        title="工伤伤残职工登记表",
        days="iso",
        blank_every=7,
    )


def social_insurance(which: int, office: str) -> Layout:
    """Two counties send by themselves, the city for the rest; each from another system."""
    return (
        Layout(
            _heads(
                "unit_code=单位代码 unit_name=缴费单位 month=费款所属期 citizen_id=证件号码 name=姓名 sex=性别 "
                "born_on=出生日期 base_yuan=缴费基数 kinds=参保险种 county=参保地 remark=备注"
            ),
            ext="csv",
            days="plain",
            month="plain",
        ),
        Layout(
            _heads(
                "seq=序号 name=职工姓名 citizen_id=公民身份号码 unit_name=单位名称 unit_code=统一社会信用代码 "
                "month=缴费月份 base_yuan=缴费基数（元） kinds=参保险种 phone=手机 remark=备注"
            ),
            title="企业职工社会保险缴费明细表",
            note=f"填报单位：{office}　　　　单位：元",
            groups=(("序号", 1), ("职工情况", 2), ("单位情况", 2), ("缴费情况", 3), ("联系", 1), ("备注", 1)),
            month="zh",
            foot=True,
        ),
        Layout(
            _heads(
                "name=姓名 citizen_id=身份证号 born_on=出生年月 month=缴费年月 unit_name=单位名称 "
                "unit_code=信用代码 base_yuan=月缴费基数 kinds=险种 remark=说明"
            ),
            days="serial",
            month="dot",
            encoding="utf-8-sig",
        ),
    )[which]


def wages() -> Layout:
    return Layout(
        _heads(
            "month=税款所属期 unit_code=纳税人识别号 unit_name=扣缴单位 name=姓名 citizen_id=证件号码 wage_yuan=收入额 phone=手机号 "
            "post=岗位"
        ),
        ext="csv",
        month="iso",
    )


def deaths() -> Layout:
    return Layout(
        _heads(
            "name=死者姓名 sex=性别 citizen_id=身份证号 died_on=死亡时间 registered_on=注销日期 county=县区 township=乡镇街道"
        ),
        title="死亡人口信息",
        note="报送单位：市民政局",
        days="zh",
    )


def school() -> Layout:
    return Layout(
        _heads(
            "name=学生姓名 citizen_id=身份证号 sex=性别 born_on=出生日期 school=学校名称 level=学历层次 "
            "enrolled_on=入学年月 leaves_on=预计毕业年月 status=学籍状态 mode=学习形式"
        ),
        days="slash",
        title="在校学生学籍信息",
        hidden=("sex",),
    )


def low_income() -> Layout:
    return Layout(
        _heads(
            "household_no=家庭编号 name=姓名 citizen_id=居民身份证号 kind=救助类别 since=享受起始月 county=所在县区 township=镇街"
        ),
        title="社会救助对象名册",
        note="单位：市民政局社会救助科",
        foot=True,
    )


def businesses() -> Layout:
    return Layout(
        _heads(
            "unit_code=统一社会信用代码 unit_name=企业名称 former_name=曾用名 kind=市场主体类型 "
            "industry=行业门类 county=县区 township=乡镇街道 status=登记状态 registered_on=成立日期 "
            "changed_on=变更日期"
        ),
        days="iso",
    )


def establishment() -> Layout:
    return Layout(
        _heads(
            "seq=序号 unit_name=单位名称 unit_code=统一社会信用代码 unit_kind=机构类别 level=机构层级 "
            "posts=核定编制 as_of=统计日期 supervisor=主管部门 is_school=是否中小学幼儿园 "
            "is_member=是否残工委成员单位 county=县区"
        ),
        ext="xls",
        title="机关事业单位编制情况表",
        note="填报单位：市委编办",
        days="zh",
        foot=True,
    )


def recruitment(civil: bool) -> Layout:
    if civil:
        return Layout(
            _heads(
                "seq=序号 name=姓名 sex=性别 citizen_id=身份证号 unit_name=用人单位 unit_code=统一社会信用代码 "
                "hired_on=录用日期 channel=录用方式 post=职位 person_kind=人员类别"
            ),
            title="公务员录用名单",
            note="填报单位：市委组织部",
            days="dot",
        )
    return Layout(
        _heads(
            "unit_name=单位名称 unit_code=社会信用代码 name=名字 citizen_id=证件号码 sex=性别 "
            "hired_on=聘用日期 channel=招录方式 post=岗位 person_kind=人员类别"
        ),
        days="plain",
        encoding="utf-8-sig",
    )


def hires(county: str, which: int) -> Layout:
    usual = _heads(
        "seq=序号 unit_name=用人单位 unit_code=统一社会信用代码 name=职工姓名 citizen_id=身份证号 "
        "certificate_no=残疾人证号 phone=联系电话 form=就业形式 started_on=入职日期 "
        "ended_on=离职日期 contract_kind=合同类型 contract_until=合同到期日 wage_yuan=月工资 post=岗位 channel=就业途径"
    )
    other = _heads(
        "name=姓名 certificate_no=残疾证号 citizen_id=身份证 phone=手机 form=就业类型 "
        "started_on=就业时间 ended_on=终止日期 unit_name=企业名称 unit_code=信用代码 post=职位 "
        "contract_kind=劳动合同 contract_until=合同截止日期 wage_yuan=工资 channel=就业途径 remark=备注"
    )
    return (
        Layout(
            usual,
            title=f"{county}用人单位安排残疾人就业情况报告表",
            note=f"填报单位：{county}残联就业科",
            days="slash",
            foot=True,
        ),
        Layout(other, days="cell"),
        Layout(
            usual,
            title="残疾人就业月报",
            note=f"报送单位：{county}残联就业科",
            groups=(
                ("序号", 1),
                ("单位", 2),
                ("职工情况", 4),
                ("就业情况", 3),
                ("合同与待遇", 3),
                ("岗位", 1),
                ("就业途径", 1),
            ),
            days="zh",
        ),
        Layout(other, ext="xls", days="dot", blank_every=5, foot=True),
    )[which % 4]


def training() -> Layout:
    return Layout(
        _heads(
            "class_name=培训班名称 kind=培训类型 provider=培训机构 started_on=开班日期 ended_on=结业日期 "
            "name=学员姓名 citizen_id=身份证号 certificate_no=残疾人证号 phone=联系电话 hours=课时 "
            "attendance=出勤率 result=结果"
        ),
        title="残疾人职业培训学员名册",
        note="填报单位：市残联就业指导中心",
        days="dot",
        foot=True,
    )


def registered_unemployed() -> Layout:
    return Layout(
        _heads(
            "seq=序号 name=姓名 citizen_id=身份证号码 phone=联系电话 registered_on=登记失业日期 ended_on=失业注销日期 reason=注销原因 "
            "county=县区 township=街道（乡镇）"
        ),
        title="登记失业人员变动表",
        note="填报单位：市人社局就业科",
        days="iso",
        foot=True,
    )


def monitoring() -> Layout:
    return Layout(
        _heads(
            "household_no=户编号 head=户主姓名 county=县区 township=乡镇 village=行政村 kind=监测对象类别 since=识别时间 risk=风险类型 "
            "risk_gone=风险是否消除 gone_on=消除时间 name=成员姓名 citizen_id=证件号码 relation=与户主关系 certificate_no=残疾证号 "
            "health=健康状况 skill=劳动技能 work_region=务工区域 work_unit=务工企业 work_months=务工月数 post=公益性岗位 post_months=公益性岗位月数"
        ),
        title="防止返贫监测对象明细",
        note="填报单位：市农业农村局",
        days="plain",
    )


def service_points() -> Layout:
    return Layout(
        _heads(
            "seq=序号 kind=服务点类型 title=网点名称 address=详细地址 builder=建设单位 built_on=投用日期 posts=设置岗位 "
            "reserved=预留残疾人岗位 county=县区"
        ),
        title="新建邮政便民服务网点台账",
        note="填报单位：市邮政管理局",
        days="slash",
    )


def fee_reliefs(sender: str) -> Layout:
    return Layout(
        _heads(
            "name=姓名 citizen_id=身份证号码 certificate_no=残疾证号 kind=减免项目 place=摊位地址 before_yuan=减免前（元/月） "
            "after_yuan=减免后（元/月） started_on=减免起日 until=减免止日 months=减免月数 payer=由谁承担 review_on=下次复核日期 "
            "normal_rule=收费依据 county=县区"
        ),
        title="摊位费、租赁费减免情况",
        note=f"填报单位：{sender}",
        days="iso",
    )


def tobacco_licences() -> Layout:
    return Layout(
        _heads(
            "number=受理编号 name=姓名 citizen_id=身份证号 certificate_no=残疾人证号 shop=经营场所 applied_on=受理日期 decided_on=办结日期 "
            "result=审批结果 relaxed=放宽事项 normal_value=规定间距 granted_value=放宽后间距 valid_until=有效期至 county=县区"
        ),
        days="dot",
    )


def lottery_rounds() -> Layout:
    return Layout(
        _heads(
            "seller=发行机构 title=征召批次 decided_on=公示日期 applicants=报名人数 pwd_applicants=报名残疾人数 selected=选中人数 "
            "pwd_selected=选中残疾人数 priority=优先方式 name=姓名 citizen_id=公民身份号码 certificate_no=残疾人证号 is_selected=是否入选 "
            "until=合同到期日"
        ),
        title="彩票代销者征召情况",
        note="填报单位：市民政局",
        days="zh",
    )
