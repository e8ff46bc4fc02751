from django import forms

from tonggong.domain.quota.choices import Settled
from tonggong.web.components.forms import DayField, WholeField


class ExportForm(forms.Form):
    """What a list that leaves the house is for."""

    purpose = forms.CharField(
        label="导出做什么用",
        max_length=100,
        min_length=2,
        help_text="例如 与税务部门核对。会和您的姓名、时间一起记下来。",
        error_messages={"required": "请写一句导出做什么用", "min_length": "请写明白一点，至少两个字"},
    )


class ParentForm(forms.Form):
    """Of which unit another one is a branch, and the paper that says so."""

    parent_code = forms.CharField(
        label="上级单位的统一社会信用代码",
        max_length=18,
        min_length=18,
        required=False,
        help_text="18 位；没有上级单位就留空",
        error_messages={
            "min_length": "信用代码是 18 位，现在 %(show_value)d 位",
            "max_length": "信用代码是 18 位，现在 %(show_value)d 位",
        },
    )
    ground = forms.CharField(
        label="凭据",
        max_length=200,
        help_text="例如 营业执照副本、2024年股权登记",
        error_messages={"required": "请写明凭据"},
    )


class PlanForm(forms.Form):
    """A unit's plan to place somebody."""

    filed_on = DayField(label="单位报送的那一天", error_messages={"required": "请写报送的日期"})
    posts = WholeField(
        label="预留岗位（个）", min_value=1, max_value=999, error_messages={"required": "请写预留几个岗位"}
    )
    deadline = DayField(label="计划哪一天前完成", error_messages={"required": "请写计划完成的日期"})
    measure = forms.CharField(
        label="措施",
        max_length=400,
        help_text="例如 2025年公开招聘预留1个窗口岗位",
        error_messages={"required": "请写打算怎么做"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RoundForm(forms.Form):
    """A recruiting round that was filed."""

    held_on = DayField(label="招录日期", error_messages={"required": "请写招录的日期"})
    round_posts = WholeField(
        label="岗位（个）", min_value=1, max_value=999, error_messages={"required": "请写几个岗位"}
    )
    note = forms.CharField(
        label="说明", max_length=200, help_text="例如 公告文号、岗位名称", error_messages={"required": "请写一句说明"}
    )


class CadresForm(forms.Form):
    """Cadres of a federation on a day."""

    division = forms.ChoiceField(label="残联", error_messages={"required": "请选是哪一级残联"})
    on = DayField(label="截至", error_messages={"required": "请写截至哪一天"})
    cadres = WholeField(label="干部（人）", min_value=0, max_value=9999, error_messages={"required": "请写干部总数"})
    with_disability = WholeField(
        label="其中残疾人干部（人）", min_value=0, max_value=9999, error_messages={"required": "请写残疾人干部数"}
    )
    ground = forms.CharField(
        label="凭据", max_length=200, help_text="例如 2024年干部花名册", error_messages={"required": "请写明凭据"}
    )

    def __init__(self, places: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["division"].choices = places  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """What is decided of a difference between the estimate and what was collected, and why."""

    state = forms.ChoiceField(label="怎么处理", error_messages={"required": "请选怎么处理"})
    reason = forms.CharField(
        label="理由",
        max_length=400,
        min_length=2,
        help_text="例如 税务电话核实，企业按12月人数申报",
        error_messages={"required": "请写一句理由", "min_length": "请写明白一点，至少两个字"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, now: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        others = [(value, label if value != Settled.OPEN else "收回决定，重新打开") for value, label in Settled.choices]
        self.fields["state"].choices = [one for one in others if one[0] not in (now, Settled.GONE)]  # type: ignore[attr-defined]


class SameForm(forms.Form):
    """The code in use of the same unit."""

    kept_code = forms.CharField(
        label="现用的统一社会信用代码",
        max_length=18,
        help_text="这家单位现在用的代码；先看并了以后怎样，再登记",
        error_messages={"required": "请填现用的代码", "max_length": "信用代码是 18 位，现在 %(show_value)d 位"},
    )


class GroundForm(forms.Form):
    """The paper that says that two codes are one unit's, or that they are not."""

    ground = forms.CharField(
        label="凭据",
        max_length=200,
        help_text="例如 变更登记通知书、换发证照的档案",
        error_messages={"required": "请写明凭据"},
    )
