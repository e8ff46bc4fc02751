"""The list of conditions that are questioned: every entry catches its words and lets its near misses pass."""

from datetime import date

import pytest

from tonggong.rules.posts.conditions import ConditionsWrong, plain, questions, read_rules, rules
from tonggong.rules.posts.occupations import OTHER, OccupationsWrong, occupations, read_occupation, read_occupations

DAY = date(2024, 9, 2)
CAUGHT = {
    "able_only": ["限健全人", "只招正常人", "不招残疾人", "残疾人勿投", "无残疾", "谢绝残障人士", "不接受有残疾者", "身体无残缺"],
    "eyesight": ["双目裸眼4.8", "双目裸眼视力４．８以上", "双眼矫正视力不低于4.9", "视力良好", "裸眼 视力 四点八", "无高度近视", "近视600度以下"],
    "colour": ["无色盲色弱", "辨色力正常"],
    "hearing": ["听力正常", "听力良好者", "无听力障碍", "耳聪目明"],
    "speaking": ["口齿清晰", "无口吃", "发音标准"],
    "limbs": ["四肢健全", "肢体健全", "手脚灵活", "行动自如", "双手健全"],
    "healthy": ["身体健康", "身心健康", "身体素质好", "无重大疾病", "健康状况良好", "具有正常履行职责的身体条件", "身体强壮"],
    "check_up": ["体检合格", "参照公务员录用体检通用标准", "经体检无异常", "须符合体检标准"],
    "infection": ["乙肝两对半正常", "无传染病", "非传染性疾病携带者"],
    "mental": ["无精神病史", "精神正常", "无癫痫"],
    "height": ["身高160cm以上", "男1.70米以上", "个头不低于一米六"],
    "weight": ["体重不超过80公斤", "身材匀称"],
    "looks": ["形象好气质佳", "五官端正", "相貌端庄", "形象气质佳", "仪表端庄"],
    "licence": ["有C1驾照", "持C1证", "会开车", "驾龄三年以上", "具有驾驶证"],
    "age": ["35周岁以下", "年龄18-35周岁", "三十五岁以下", "90后优先", "1989年9月1日以后出生", "年满18周岁、45周岁以下"],
    "hukou": ["本市户籍", "限本地户口", "本地人优先", "非农户口"],
    "sex": ["限男性", "女士优先", "性别：女", "只招男工", "男"],
    "family": ["已婚已育优先", "两年内不得怀孕", "未婚"],
    "stars": ["A型血型优先", "不要处女星座"],
}  # fmt: skip
PASSES = [
    "视力残疾人优先", "视障者可应聘", "听力残疾人优先", "英语听力四级", "肢体残疾人优先", "行动不便者可居家办公", "男女不限", "性别不限",
    "户籍不限", "不限户口", "熟悉户籍窗口业务", "年龄不限", "年满18周岁", "法定退休年龄以内", "持健康证", "熟悉卫生健康政策", "负责企业形象宣传",
    "形象设计专业毕业", "大专以上学历", "会用办公软件", "普通话二级甲等", "能倒班", "持残疾人证", "无残疾人证也可", "与健全人同工同酬",
    "三年工作经验", "会手语优先", "熟悉女职工劳动保护", "销售男装", "能吃苦耐劳", "精神残疾人可应聘", "传染病医院工作经历", "负责组织职工体检",
    "体检中心导检经验", "不要求驾驶证", "身高不限", "服务60岁以上老人", "限残疾人报考", "心理咨询师证书",
]  # fmt: skip


def keys(words, **more):
    return [one.rule.key for one in questions(words, DAY, **more).value]


@pytest.mark.parametrize(("key", "words"), [(key, one) for key, every in CAUGHT.items() for one in every])
def test_each_entry_questions_its_words(key, words):
    assert key in keys(words)


@pytest.mark.parametrize("words", PASSES)
def test_a_near_miss_is_not_questioned(words):
    assert keys(words) == []


def test_the_examples_hold_for_every_entry_of_the_list():
    assert CAUGHT.keys() == rules().keys()


def test_eyesight_is_said_to_be_unrelated_to_the_duties_with_its_words_and_what_is_asked():
    outcome = questions("双目裸眼4.8", DAY)
    assert outcome.because.startswith("与岗位无关的体检条件：“双目裸眼4.8”是对视力的要求。要保留，请写明")
    assert all(step.source for step in outcome.steps)


def test_one_line_may_raise_several_questions():
    assert keys("男，35岁以下，身高1.7米以上，双目裸眼4.8") == ["eyesight", "height", "age"]
    assert keys("限男性、35岁以下") == ["age", "sex"]


def test_a_licence_belongs_to_a_driver_and_to_nobody_else():
    assert keys("有C1驾照", work="小车司机") == []
    assert keys("有C1驾照", work="文员") == ["licence"]


def test_in_a_description_of_the_duties_work_with_such_words_is_no_condition():
    assert keys("录用体检资料归档", is_description=True) == []
    assert keys("按通用标准体检合格") == ["check_up"]
    assert keys("负责接待，限健全人，形象好", is_description=True) == ["able_only", "looks"]


def test_what_the_law_did_not_yet_say_is_not_questioned():
    assert questions("限健全人", date(2007, 1, 1)).value == ()


def test_words_are_looked_through_in_any_width_and_case():
    assert plain("  裸眼 ４．８ Ｃ１ ") == "裸眼4.8c1"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("class: body", "class: nothing"), "没有这一类"),
        (('says: "对辨色的要求", ', ""), "没有写 says"),
        (('words: ["色盲"', 'words: ["色盲("'), "colour"),
    ],
)
def test_a_list_with_a_fault_is_refused_with_its_entry(change, said):
    from tonggong.rules.posts.conditions import FILE

    with pytest.raises(ConditionsWrong, match=said):
        read_rules(FILE.read_text("utf-8").replace(*change))


def test_kinds_of_work_name_only_dimensions_of_the_profile():
    assert all(1 <= level <= 4 for one in occupations().values() for level in one.demands.values())
    with pytest.raises(OccupationsWrong, match="smell"):
        read_occupations("occupations: [{key: a, title: b, demands: {smell: 1}}]")


@pytest.mark.parametrize(
    ("words", "key"), [("文员", "clerk"), ("包装工", "packing"), ("小车司机", OTHER), ("", OTHER), ("仓库保洁", OTHER)]
)
def test_an_offices_word_for_the_work_is_understood_or_left_open(words, key):
    assert read_occupation(words) == key
