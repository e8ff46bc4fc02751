"""The living style guide: every component once, with invented figures; the browser tests look at this page in all modes."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.web.components import parts
from tonggong.web.components.forms import DayField, MonthField

HERE = "#main"
SHAPE = {
    "width": 340,
    "height": 200,
    "fields": [
        {"code": "1", "points": [[6, 6], [160, 8], [158, 190], [8, 194]], "label": [83, 100]},
        {"code": "2", "points": [[180, 8], [334, 6], [332, 94], [182, 92]], "label": [257, 52]},
        {"code": "3", "points": [[182, 106], [332, 108], [334, 194], [180, 192]], "label": [257, 150]},
    ],
    "river": [[[170, 4], [170, 198]], [[170, 100], [336, 100]]],
}


class SpecimenForm(forms.Form):
    """A form that shows fields with and without errors."""

    phone = forms.CharField(label="联系电话")
    way = forms.ChoiceField(label="联系方式", choices=[("call", "愿意接电话"), ("text", "愿意发短信")])
    started_on = DayField(label="合同开始")
    month = MonthField(label="所属月份", required=False)
    kind = forms.ChoiceField(
        label="结果", choices=[("same", "没有变化"), ("new", "有变化")], widget=forms.RadioSelect, initial="same"
    )
    is_sure = forms.BooleanField(label="已经和本人核对过", required=False)
    note = forms.CharField(label="一句理由", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def clean_phone(self) -> str:
        """Say how many digits are missing."""
        phone: str = self.cleaned_data["phone"]
        if len(phone) != 11:
            raise forms.ValidationError(f"手机号是 11 位，现在 {len(phone)} 位，少 {11 - len(phone)} 位")
        return phone


def _cards() -> list[parts.FigureCard]:
    years = [parts.Year("2022年", 200), parts.Year("2023年", 500), parts.Year("2024年", 800)]
    trained = [parts.Year("2022年", 300), parts.Year("2023年", 750), parts.Year("2024年", 1200)]
    return [
        parts.FigureCard(
            title="新增残疾人就业",
            value="783",
            unit="人",
            target="800",
            url=HERE,
            tag=("fast", "快 58 人"),
            aside="还差 17 人　·　剩 3 个月",
            ruler=parts.Ruler(783, 800, should=725, forecast=849, years=years),
            sentence=format_html("照近 6 个月的速度，<b>{}</b>。", "10 月下旬可达 800 人"),
            small="年底预计 849 人，区间 831—866 人",
        ),
        parts.FigureCard(
            title="残疾人职业培训",
            value="1,046",
            unit="人",
            target="1,200",
            url=HERE,
            tag=("slow", "慢 42 人"),
            aside="还差 154 人　·　另有 1,318 人次",
            ruler=parts.Ruler(1046, 1200, should=1088, forecast=1142, years=trained),
            sentence=format_html("照现在的速度，<b>{}</b>；开满已备案的 3 个班可补 66 人。", "年底差 58 人"),
            small="年底预计 1,142 人，区间 1,121—1,163 人",
        ),
    ]


def _chart() -> parts.BarChart:
    done = [12, 9, 38, 35, 31, 36, 33, 30, 27]
    bars = [
        parts.Bar(f"{n}月", value, "full" if value >= 25 else "soft", HERE, str(n)) for n, value in enumerate(done, 1)
    ]
    bars += [parts.Bar(f"{n}月", value, "forecast", "", str(n)) for n, value in ((10, 24), (11, 22), (12, 20))]
    return parts.BarChart(
        sentence=format_html("1、2 月偏少，3 月补上；<b>{}</b>，9 月 27 人，仍在月目标之上。", "7 月起逐月下降"),
        bars=bars,
        columns=("月份", "新增就业"),
        target=25,
        target_words="月目标 25 人",
        legend=(("full", "达到月目标"), ("soft", "未达到"), ("forecast", "预计")),
    )


def _both_sides() -> parts.BothSides:
    return parts.BothSides(
        ours_from=parts.Evidence("用工申报", "2024年3月 · 第 52 行", HERE),
        theirs_from=parts.Evidence("参保缴费", "2024年9月 · 第 1,207 行", HERE),
        rows=[
            parts.SideRow("信用代码", "尾号 7K3X", "尾号 7K3X", is_same=True),
            parts.SideRow("用人单位", "盘锦兴隆台区诚信物业管理有限公司", "盘锦诚信物业服务有限公司", "不同"),
            parts.SideRow("月缴费基数（元）", "4,020", "4,180", "多 160 元", has_marks=False),
            parts.SideRow("姓名", "王淑珍", "王淑珍", is_same=True),
        ],
    )


def _history() -> list[parts.Moment]:
    row = parts.Evidence("参保缴费", "2024年5、6月无此人", HERE)
    return [
        parts.Moment(
            "2024年9月18日",
            "走访",
            "想就近找活，每天不超过 6 小时",
            "可以坐着干。",
            evidence=[parts.Evidence("入户走访", "韩玉梅 · 9月18日")],
            known="当天得知",
        ),
        parts.Moment(
            "2024年4月30日",
            "就业结束",
            "离开 丰源服装厂",
            "合同到期。",
            kind="work",
            evidence=[row],
            known="6月12日得知，晚 43 天",
        ),
        parts.Moment(
            "2023年4月3日",
            "更正",
            "开始日期 2023年4月3日",
            "试工日期，按合同更正为 5月1日。",
            kind="correction",
            is_superseded=True,
        ),
    ]


@require_GET
@duty("system.read", "figures.read")
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    cards = _cards()
    page = {
        "cards": cards,
        "small": [
            parts.FigureCard("就业率", "47.7%", HERE, sentence="18,940 人中 9,034 人在业；284 人情况不明，真值在 47.7%—49.2%"),
            parts.FigureCard("满 6 个月仍在岗", "82.4%", HERE, sentence="到期 641 人中 528 人；23 人待核"),
            parts.FigureCard("带头安置达标单位", "41", HERE, target="58", unit="家", sentence="未达标 17 家"),
        ],
        "chart": _chart(),
        "city": parts.CityMap(
            sentence=format_html("两个区快于进度，<b>{}</b>。", "甲县慢 14 人"),
            shape=SHAPE,
            fields=[
                parts.MapField("1", "甲县", 167, 200, "慢 14 人", "slow", HERE),
                parts.MapField("2", "乙区", 158, 150, "已完成", "done", HERE),
                parts.MapField("3", "丙区", 207, 210, "快 17 人", "fast", HERE),
            ],
        ),
        "stages": [
            parts.Stage("收数据", "15 / 17 份", "done"),
            parts.Stage("比对", "8,844 条", "done"),
            parts.Stage("裁定", "100 条待定", "current", HERE),
            parts.Stage("县区签字", "1 / 4"),
            parts.Stage("关账", "10月20日前"),
            parts.Stage("通报", "有草稿"),
        ],
        "lines": [
            parts.Step("应安排", "1.80", "人", "120 × 1.5%", "《残疾人就业条例》第八条"),
            parts.Step("已安排", "0.75", "人", "1 名职工，算 9 个月：9 ÷ 12"),
            parts.Step("还差", "1.05", "人", is_total=True),
        ],
        "moments": _history(),
        "difference": _both_sides(),
        "work": parts.Work("正在收下参保缴费文件", 1204, 2167, left="还要约 20 秒", messages=("第 3 步，共 4 步：核对号码",)),
        "paging": parts.Page("第 1—7 人，共 783 人", next_url=HERE),
        "scopes": [parts.Choice("全市", HERE, True, value=""), parts.Choice("甲县", HERE, value="1"), parts.Choice("乙区", HERE, value="2")],
        "tabs": [parts.Choice("计入", HERE, True, "783"), parts.Choice("没有计入", HERE, count="126")],
        "pills": [parts.Choice("全部", HERE, True, "23"), parts.Choice("就业", HERE, count="5")],
        "way": ["选文件", "核对", "收下", "比对"],
        "kinds": [("done", "已完成"), ("fast", "快 58 人"), ("slow", "慢 42 人"), ("running", "进行中"), ("due", "剩 3 天"),
                  ("overdue", "逾期 12 天"), ("waiting", "未开始"), ("info", "农村"), ("refused", "退回"), ("warn", "要看")],
        "form": SpecimenForm({"phone": "1394271882", "way": "call", "started_on": "2024-13-01", "kind": "same"}),
        "table": [("兴隆台区", 251, 240), ("大洼区", 207, 210), ("盘山县", 167, 200)],
    }  # fmt: skip
    return render(request, "account/style_guide.html", page)
