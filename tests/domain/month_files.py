"""A small city's month, written as files, for the tests of comparison."""

from pathlib import Path

from tests.domain.intake_files import citizen_ids, unit_code
from tests.panjin import load_panjin
from tonggong.base.accounts.who import system_who
from tonggong.base.intake.services import take_in
from tonggong.domain.comparison.services import compare_month
from tonggong.rules.identifiers import read_citizen_id

NAMES = ["王淑珍", "李国栋", "张桂兰", "刘洋", "陈静", "赵敏", "孙伟", "周岚", "吴玉兰", "郑建国", "何春梅", "马志远"]
UNIT, OTHER = unit_code(1), unit_code(2)
FIRM, RENAMED = "盘锦诚信物业管理有限公司", "盘锦诚信物业服务有限公司"
HEADS = {
    "certificates": "姓名,性别,身份证号,出生日期,残疾人证号,残疾类别,残疾等级,发证日期,有效期至,证件状态,状态日期,县区,乡镇街道,联系电话",
    "social-insurance": "姓名,身份证号,单位名称,统一社会信用代码,缴费月份,缴费基数",
    "hires": "单位名称,统一社会信用代码,姓名,身份证号,就业形式,入职日期,离职日期,合同类型,合同到期日,月工资",
    "opening-ledger": "县区,乡镇街道,姓名,身份证号,残疾人证号,就业形式,单位名称,统一社会信用代码,就业时间,离职日期,参保起始月,最近参保月",
    "deaths": "姓名,身份证号,死亡日期,登记日期",
    "wages": "所属月份,单位名称,统一社会信用代码,姓名,身份证号,收入额",
    "businesses": "统一社会信用代码,单位名称,主体类型,行业门类,县区,登记状态,成立日期,变更日期",
    "training": "班次名称,培训类型,培训机构,开班日期,结业日期,姓名,身份证号,课时,出勤率,结果",
    "households": "户号,与户主关系,姓名,身份证号,户口性质,县区,乡镇街道",
    "registered-unemployed": "姓名,身份证号码,登记失业日期,失业注销日期,注销原因",
    "monitoring": "户编号,户主姓名,行政村,监测对象类别,识别时间,风险类型,风险是否消除,消除时间,成员姓名,证件号码,与户主关系,劳动技能,务工月数",
}


class City:
    """Sends files and compares months in the test's own installation."""

    def __init__(self, folder: Path):
        load_panjin()
        self.folder, self.who = folder, system_who("命令行")
        self.people = list(zip(citizen_ids(len(NAMES), seed=7), NAMES, strict=True))

    def send(self, feed: str, month: str, rows: list[list], sender: str = "测试单位"):
        """Take in a file of these rows."""
        lines = [HEADS[feed], *(",".join(map(str, row)) for row in rows)]
        path = self.folder / f"{feed}-{month}-{len(list(self.folder.iterdir()))}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return take_in(self.who, feed, path, month, sender=sender)

    def compare(self, month: str):
        """Compare a month."""
        return compare_month(self.who, month)

    def certificate(self, n: int, **changed: str) -> list[str]:
        """The registry's row of the n-th person."""
        number, name = self.people[n]
        known = read_citizen_id(number)
        row = {
            "name": name, "sex": "男" if known.sex == "male" else "女", "id": number, "born": known.born_on.isoformat(),
            "no": f"{number}43", "category": "肢体", "grade": "三级", "issued": "2018-06-01", "until": "2028-05-31",
            "status": "有效", "on": "2018-06-01", "county": "兴隆台区", "town": "振兴街道", "phone": f"1390427{n:04d}",
        }  # fmt: skip
        return list((row | changed).values())

    def insured(self, n: int, month: str, unit: str = UNIT, firm: str = FIRM, base: str = "3500") -> list[str]:
        """A line of the insurance file of the n-th person."""
        number, name = self.people[n]
        return [name, number, firm, unit, month, base]

    def register(self, count: int = len(NAMES)) -> None:
        """Enter the first persons and the firm."""
        self.send("certificates", "2024-08", [self.certificate(n) for n in range(count)])
        self.send("businesses", "2024-08", [[UNIT, FIRM, "企业", "K", "兴隆台区", "存续", "2010-01-01", ""],
                                            [OTHER, "盘锦锦禾食品有限公司", "企业", "C", "大洼区", "存续", "2012-01-01", ""]])  # fmt: skip

    def opening(self, n: int, unit: str = UNIT, start: str = "2023-04-01", until: str = "2024-08") -> list[str]:
        """A line of the opening ledger."""
        number, name = self.people[n]
        return [
            "兴隆台区",
            "振兴街道",
            name,
            number,
            f"{number}43",
            "按比例就业",
            FIRM,
            unit,
            start,
            "",
            start[:7],
            until,
        ]
