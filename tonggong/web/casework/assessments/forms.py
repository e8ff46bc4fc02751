"""What is filled in: a group of levels a screen, what helps, the evidence, the advice; and a pass."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField

from tonggong.base.installation import clock
from tonggong.domain.casework.choices import Advice, Depth, Present, Purpose
from tonggong.rules.ability import SOURCES, Dimension, gives_away, profile
from tonggong.rules.ability.levels import INSTRUMENTS, OF_DEPTH, PROMPTS
from tonggong.web.components.forms import DayField, WholeField

UNKNOWN = ("", "未知：没问到，或者不愿说")
DEPTHS = {
    Depth.TALK: "只问和想做的工作有关的项，20 至 40 分钟；本人或家属怎么说就怎么记，四个一够用",
    Depth.ASSESSOR: "加上评估工具、兴趣、辅具试用，2 至 3 小时，可分几次；培训报名、辅助性就业常用",
    Depth.WORK_SAMPLE: "在真实岗位上试 3 至 10 个半天，记看到的和要提示到什么程度；支持性就业用",
}
USUAL = {"D1": "self", "D2": "assessor", "D3": "trial"}
INSTRUMENT_ROWS, SESSION_ROWS = 4, 10


class BeginForm(forms.Form):
    """Which assessment, for what, about which kinds of work; and the consent where none stands."""

    depth = forms.ChoiceField(
        label="哪一种评估", widget=forms.RadioSelect, choices=[(d, f"{d.label}：{DEPTHS[d]}") for d in Depth],
        error_messages={"required": "请选一种"},
    )  # fmt: skip
    purpose = forms.ChoiceField(label="用在哪里", choices=Purpose.choices)
    families = forms.MultipleChoiceField(
        label="想做哪些工作", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="选了就只问有关的项；一项不选，访谈会问全部 32 项",
    )  # fmt: skip
    given_by = forms.ChoiceField(
        label="本人同意做能力评估", widget=forms.RadioSelect,
        choices=[(Present.SELF, "本人同意"), (Present.GUARDIAN, "监护人同意（本人不能自己表示时）")],
        error_messages={"required": "没有同意就不能评估。不同意也没有关系，回到上一页就行"},
    )  # fmt: skip
    how = forms.CharField(
        label="怎么表示的", max_length=60, help_text="例如 走访时当面说的、打手语、签了字",
        error_messages={"required": "请写一下本人怎么表示同意的"},
    )  # fmt: skip

    def __init__(self, *args: Any, has_consent: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        families: Any = self.fields["families"]
        families.choices = [(key, one.title) for key, one in profile().families.items()]
        if has_consent:
            del self.fields["given_by"], self.fields["how"]


class LevelsForm(forms.Form):
    """One group: for each dimension the sentence that fits, or unknown. `kept` are the levels stored so far."""

    source = forms.ChoiceField(label="这一页依据什么", widget=forms.RadioSelect)
    on = DayField(label="哪天")

    def __init__(
        self, *args: Any, dimensions: Iterable[Dimension], depth: str, kept: Mapping[str, Any], day: date, **more: Any
    ) -> None:
        self.dimensions, self.depth, self.kept = list(dimensions), depth, kept
        mine = [kept[one.key] for one in self.dimensions if one.key in kept]
        source = mine[0]["source"] if mine else USUAL[depth]
        more["initial"] = {"source": source, "on": day, **self._initial(source)}
        super().__init__(*args, **more)
        chosen: Any = self.fields["source"]
        chosen.choices = [(key, SOURCES[key]) for key in OF_DEPTH[depth]]
        for one in self.dimensions:
            self.fields[f"level_{one.key}"] = forms.ChoiceField(
                label=one.title, required=False, widget=forms.RadioSelect,
                choices=[*((str(n), text) for n, text in enumerate(one.anchors)), UNKNOWN],
            )  # fmt: skip
            self.fields[f"note_{one.key}"] = forms.CharField(
                label=f"{one.title}：补充说明", required=False, max_length=200
            )
            self.fields[f"source_{one.key}"] = forms.ChoiceField(
                label=f"{one.title}：另有依据", required=False,
                choices=[("", "同这一页"), *((key, SOURCES[key]) for key in OF_DEPTH[depth])],
            )  # fmt: skip
            if depth == Depth.WORK_SAMPLE:
                self.fields[f"prompt_{one.key}"] = forms.ChoiceField(
                    label=f"{one.title}：试工时要提示到", required=False,
                    choices=[("", "没有在试工里看"), *((str(n), words) for n, words in enumerate(PROMPTS))],
                )  # fmt: skip

    def _initial(self, source: str) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for one in self.dimensions:
            if (row := self.kept.get(one.key)) is not None:
                said[f"level_{one.key}"] = str(row["level"])
                said[f"note_{one.key}"] = row.get("note", "")
                said[f"source_{one.key}"] = row["source"] if row["source"] != source else ""
                said[f"prompt_{one.key}"] = str(row["prompt"]) if row.get("prompt") is not None else ""
        return said

    def clean_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError("这一天还没有到，请写今天或以前的日期")
        return day

    def rows(self) -> list[dict[str, Any]]:
        """Each dimension with its fields, as the screen shows them."""
        return [
            {
                "dimension": one,
                "level": self[f"level_{one.key}"],
                "more": self._more(one.key),
                "has_more": any(field.value() for field in self._more(one.key)),
            }
            for one in self.dimensions
        ]

    def _more(self, key: str) -> list[BoundField]:
        names = (f"{kind}_{key}" for kind in ("prompt", "note", "source"))
        return [self[name] for name in names if name in self.fields]

    def levels(self) -> dict[str, dict[str, Any] | None]:
        """What the screen says: a level, or None for unknown; a level that did not change keeps its day."""
        said = self.cleaned_data
        found: dict[str, dict[str, Any] | None] = {}
        for one in self.dimensions:
            value = said[f"level_{one.key}"]
            if value == "":
                found[one.key] = None
                continue
            before = self.kept.get(one.key, {})
            source = said[f"source_{one.key}"] or said["source"]
            is_same = (
                before.get("level") == int(value) and before.get("source") == source and "on" not in self.changed_data
            )
            prompt = said.get(f"prompt_{one.key}", "")
            found[one.key] = {
                "level": int(value), "source": source, "on": before["on"] if is_same else said["on"],
                "note": said[f"note_{one.key}"], "prompt": int(prompt) if prompt else None,
            }  # fmt: skip
        return found


class HelpsForm(forms.Form):
    """What helps, from the catalogue: chosen, tried or not, how; and the conditions that the person must avoid."""

    def __init__(
        self,
        *args: Any,
        first: Iterable[str],
        accommodations: list[dict[str, Any]],
        conditions: Mapping[str, Any],
        **more: Any,
    ) -> None:
        kept = {one["key"]: one for one in accommodations}
        self.order = list(dict.fromkeys([*kept, *first, *profile().accommodations]))
        self.near = {*kept, *first}
        initial: dict[str, Any] = {"avoid": [key for key in profile().conditions if conditions.get(key)]}
        for key, one in kept.items():
            initial |= {f"use_{key}": "tried" if one["tried"] else "wanted", f"helps_{key}": one["helps"]}
        more["initial"] = initial
        super().__init__(*args, **more)
        for key in self.order:
            title = profile().accommodations[key].title
            self.fields[f"use_{key}"] = forms.ChoiceField(
                label=title,
                required=False,
                choices=[("", "不需要"), ("tried", "试过，有用"), ("wanted", "想要，还没试")],
            )
            self.fields[f"helps_{key}"] = forms.CharField(
                label=f"{title}：怎么用才好", required=False, max_length=120,
                widget=forms.TextInput(attrs={"placeholder": "怎么用才好（可不填）"}),
            )  # fmt: skip
        self.fields["avoid"] = forms.MultipleChoiceField(
            label="工作中要避开的条件", required=False, widget=forms.CheckboxSelectMultiple, choices=list(profile().conditions.items()),
            help_text="本人说要避开的才选，不按残疾类别推断",
        )  # fmt: skip

    def rows(self, near: bool) -> list[dict[str, Any]]:
        """The entries of the catalogue: those to speak of first, or the others."""
        return [
            {"aid": profile().accommodations[key], "use": self[f"use_{key}"], "helps": self[f"helps_{key}"]}
            for key in self.order
            if (key in self.near) is near
        ]

    @property
    def others(self) -> list[dict[str, Any]]:
        """The rest of the catalogue."""
        return self.rows(False)

    @property
    def nearest(self) -> list[dict[str, Any]]:
        """What to speak of first."""
        return self.rows(True)

    def said(self) -> dict[str, Any]:
        """What is to be kept."""
        chosen = [key for key in profile().accommodations if self.cleaned_data[f"use_{key}"]]
        aids = [
            {
                "key": key,
                "helps": self.cleaned_data[f"helps_{key}"],
                "tried": self.cleaned_data[f"use_{key}"] == "tried",
            }
            for key in chosen
        ]
        return {"accommodations": aids, "conditions": dict.fromkeys(self.cleaned_data["avoid"], True)}


class InstrumentForm(forms.Form):
    """One instrument as evidence: which, when, result; never its items."""

    code = forms.TypedChoiceField(
        label="工具", required=False, coerce=int, empty_value=None, choices=[("", "没有"), *INSTRUMENTS.items()]
    )
    version = forms.CharField(label="版本", required=False, max_length=40)
    on = DayField(label="哪天", required=False, help_text="")
    raw = forms.CharField(label="原始结果", required=False, max_length=80)
    norm = forms.CharField(label="常模", required=False, max_length=80)
    by = forms.CharField(label="谁施测", required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """An instrument without its day is no evidence."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("code") and not said.get("on") and "on" not in self.errors:
            self.add_error("on", "请写哪天做的，例如 2024年9月30日")
        return said


class SessionForm(forms.Form):
    """One sitting, or half a day of a trial."""

    on = DayField(label="哪天", required=False, help_text="")
    minutes = WholeField(label="多少分钟", required=False, min_value=1, max_value=720)
    place = forms.CharField(label="在哪里", required=False, max_length=80)
    task = forms.CharField(label="做什么活", required=False, max_length=80)
    prompt = forms.TypedChoiceField(
        label="一般要提示到",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "没有记"), *enumerate(PROMPTS)],
    )
    given = forms.CharField(label="当时给了什么支持", required=False, max_length=80)

    def __init__(self, *args: Any, is_trial: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_trial:
            del self.fields["task"], self.fields["prompt"]


LONGEST = 1000  # characters of one answer in words


class AdviceForm(forms.Form):
    """What the assessor concludes in words; nothing proposes it."""

    interests = forms.CharField(
        label="本人的兴趣和意愿", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    strengths = forms.CharField(
        label="长处", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    support_needs = forms.CharField(
        label="需要的支持", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    aids_used = forms.CharField(
        label="评估时用的辅具",
        required=False,
        max_length=200,
        help_text="戴着、坐着、用着辅具评；例如 助听器、轮椅、读屏",
    )
    advice = forms.ChoiceField(label="您的建议", required=False, widget=forms.RadioSelect, choices=Advice.choices)
    advice_because = forms.CharField(
        label="为什么这样建议",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写看到的和听到的，不写残疾类别和等级",
    )
    second_assessor = forms.CharField(label="第二位专业人员", required=False, max_length=60)
    on = DayField(label="评估日期")

    def __init__(self, *args: Any, is_double: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_double:
            for name in ("advice", "advice_because", "second_assessor", "interests", "strengths", "support_needs"):
                del self.fields[name]

    def clean_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError("这一天还没有到，请写今天或以前的日期")
        return day


class ShownForm(forms.Form):
    """That it was explained to the person, and what she said."""

    on = DayField(label="哪天向本人说明的")
    text = forms.CharField(
        label="本人怎么说",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="用本人的话；没有就空着",
    )
    contested = forms.MultipleChoiceField(
        label="本人有不同看法的项", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, levels: Iterable[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        contested: Any = self.fields["contested"]
        contested.choices = [(one.key, f"{one.title}：{one.sentence}") for one in levels]


class PassForm(forms.Form):
    """A pass: to whom, what, how long, and how she said so."""

    shown_to = forms.CharField(
        label="给谁看",
        max_length=120,
        help_text="例如 某某食品有限公司人事",
        error_messages={"required": "请写明给谁看"},
    )
    items = forms.MultipleChoiceField(label="给对方看哪些", required=False, widget=forms.CheckboxSelectMultiple)
    own = forms.CharField(
        label="再加一句自己的话", required=False, max_length=80, help_text="只写需要什么，不写原因；例如 工位离门近一些"
    )
    days = forms.TypedChoiceField(
        label="看多久",
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(7, "7 天"), (30, "30 天"), (90, "90 天"), (365, "一年")],
    )
    her_word = forms.ChoiceField(
        label="本人怎么同意的", widget=forms.RadioSelect, error_messages={"required": "代本人开出，要本人同意"},
        choices=[(words, words) for words in ("当面说的", "电话里说的", "书面同意", "监护人同意")],
    )  # fmt: skip

    def __init__(self, *args: Any, helps: Iterable[Any], days: int, **more: Any) -> None:
        self.helps = {one.key: one for one in helps}
        more["initial"] = {"items": list(self.helps), "days": days}
        super().__init__(*args, **more)
        items: Any = self.fields["items"]
        items.choices = [
            (key, f"{one.title}：{one.helps}" if one.helps else one.title) for key, one in self.helps.items()
        ]

    def clean_own(self) -> str:
        """Refuse words that tell more than what helps."""
        text: str = self.cleaned_data["own"]
        if (what := gives_away(text)) is not None:
            raise forms.ValidationError(f"这句话会说出{what}，请只写需要什么支持")
        return text

    def clean(self) -> dict[str, Any]:
        """A pass shows something."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("items") and not said.get("own") and "own" not in self.errors:
            self.add_error("items", "请至少选一项，或者写一句自己的话")
        return said

    def frozen(self) -> list[dict[str, str]]:
        """What goes onto the pass."""
        chosen = [{"key": key, "words": self.helps[key].helps} for key in self.cleaned_data["items"]]
        return chosen + ([{"key": "", "words": self.cleaned_data["own"]}] if self.cleaned_data["own"] else [])

    def until(self) -> date:
        """The last day on which it opens."""
        return clock.today() + timedelta(days=self.cleaned_data["days"])
