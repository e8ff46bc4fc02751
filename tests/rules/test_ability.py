"""The ability profile: data that hold together, rules that never turn a category into a level or an advice."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import CITY, table
from tonggong.rules import ability
from tonggong.rules.ability import Draft, Held, Level, Since, compare, gaps, profile, reassessment, valid_until
from tonggong.rules.ability import catalogue as profiles
from tonggong.rules.ability.levels import INSTRUMENTS, OF_DEPTH, levels_of, suggested_level
from tonggong.rules.ability.prompts import families_of, in_order, ordered, touched
from tonggong.rules.ability.quality import agreement, stands_out, weighted_kappa

DAY = date(2024, 6, 1)
FIGURES = table().on(DAY, CITY)
KEYS = list(profile().dimensions)


def level(key, value, source="self", on=DAY, prompt=None):
    return Level(key, value, source, on, "", prompt)


def some(count, value=3, source="self"):
    return {key: level(key, value, source) for key in KEYS[:count]}


def a_draft(depth="D1", **more):
    said = {
        "levels": some(8),
        "asked": KEYS[:8],
        "advice": "open",
        "advice_because": "她能独立完成",
        "has_consent": True,
    }
    return Draft(depth=depth, **{**said, **more})


def blocking(draft):
    return [gap.text for gap in gaps(draft, DAY, FIGURES) if gap.blocks]


# --- the data ------------------------------------------------------------------------------------------------------


def test_the_profile_is_whole():
    known = profile()

    assert (len(known.dimensions), len(known.accommodations), len(known.conditions), len(known.groups)) == (
        32, 46, 12, 6,
    )  # fmt: skip
    assert {len(one.anchors) for one in known.dimensions.values()} == {5}
    assert all(one.question.endswith(("？", "）")) for one in known.dimensions.values())
    assert known.version
    assert known.sources


def _data():
    return [yaml.safe_load((profiles.HERE / name).read_text("utf-8")) for name in ("profile.yaml", "talk.yaml")]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data, talk: data["category_prompts"]["visual"].update(near_vision=1), "只可排问题的先后"),
        (lambda data, talk: data["category_prompts"]["hearing"]["ask_first"].append("smell"), "没有这一项 smell"),
        (lambda data, talk: data["category_prompts"]["speech"]["ask_aids"].append("magic"), "没有这项支持 magic"),
        (lambda data, talk: data["dimensions"][3]["a"].pop(), "speech：应有五句"),
        (lambda data, talk: data["dimensions"][3].update(bit=9), "编号不连续"),
        (lambda data, talk: data["accommodations"][0]["closes"].update(nose=1), "没有这一项 nose"),
        (lambda data, talk: talk["questions"].pop("touch"), "touch：没有问句"),
        (lambda data, talk: talk["families"][0]["touches"].append("nose"), "没有这一项 nose"),
        (lambda data, talk: data["dimensions"][0].update(group="nose"), "没有这一组 nose"),
    ],
)
def test_a_profile_that_contradicts_itself_is_not_taken(spoil, said):
    data, talk = deepcopy(_data())
    spoil(data, talk)

    with pytest.raises(profiles.ProfileBroken, match=said):
        profiles.read(data, talk)


# --- category and grade order questions, and nothing else ---------------------------------------------------------------


@pytest.mark.parametrize(("category", "grade"), [*product("1234567", (1, 2, 3, 4, None))])
def test_category_and_grade_change_the_order_of_questions_and_lose_none(category, grade):
    talk = ordered([category], grade)

    for group in profile().groups:
        dimensions = profile().of_group(group)
        assert sorted(one.key for one in in_order(dimensions, talk)) == sorted(one.key for one in dimensions)
    assert bool(talk.care) is (grade in (1, 2))
    assert not any(isinstance(value, int) for value in (*talk.first, *talk.aids_first))


def test_several_categories_ask_what_each_of_them_asks():
    assert set(ordered(["7"], 2).first) >= {*ordered(["1"], 2).first, *ordered(["6"], 2).first}
    assert ordered(["2", "4"], 3).first[:5] == ordered(["2"], 3).first


@given(
    st.dictionaries(st.sampled_from(KEYS), st.integers(0, 4), max_size=32),
    st.sampled_from(["open", "supported", "sheltered", "training_first", "aids_first", "care_first"]),
    st.sampled_from("1234567"), st.sampled_from("1234567"),
)  # fmt: skip
def test_what_blocks_a_signature_is_the_same_for_every_category(levels, advice, one, other):
    said = {"levels": {key: level(key, value) for key, value in levels.items()}, "advice": advice}

    assert blocking(a_draft("D2", categories=[one], **said)) == blocking(a_draft("D2", categories=[other], **said))


def test_no_rule_answers_with_an_advice():
    answers = [name for name in ability.__all__ if "advice" in name.lower() or "advise" in name.lower()]

    assert answers == []
    assert "advice" not in Level.__dataclass_fields__


# --- which dimensions a wish touches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ("缝纫工", ["bench"]),
        ("想做客服或者电商", ["desk"]),
        ("保洁，洗车", ["clean"]),
        ("盲人按摩", ["massage"]),
        ("都行", []),
    ],
)
def test_a_wish_is_recognised_by_its_words(wish, kinds):
    assert families_of([wish]) == kinds


def test_only_what_the_wish_touches_is_asked_and_without_a_wish_everything():
    sewing = touched(["bench"])

    assert {"fine_motor", "travel", "attendance"} <= set(sewing)
    assert {"digital", "public_contact", "lifting"}.isdisjoint(sewing)
    assert touched([]) == KEYS
    assert len(sewing) < 20


# --- what can be signed ---------------------------------------------------------------------------------------------------


def test_a_talk_with_levels_advice_and_reason_can_be_signed():
    assert blocking(a_draft()) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"has_consent": False}, "还没有同意"),
        ({"levels": some(5)}, "评了 5 项，至少要 6 项"),
        ({"levels": {}}, "评了 0 项"),
        ({"levels": some(8, source="assessor")}, "不能以“评估观察”为依据"),
        ({"levels": {**some(7), "hearing": level("hearing", 2, on=date(2024, 6, 2))}}, "还没有到"),
        ({"advice": ""}, "还没有选建议"),
        ({"advice_because": "  "}, "还没有写建议的理由"),
    ],
)
def test_a_talk_that_lacks_something_says_what(more, said):
    assert any(said in text for text in blocking(a_draft(**more)))


def test_what_somebody_will_not_say_stays_unknown_and_stops_nothing():
    draft = a_draft(levels=some(6), asked=KEYS[:8])
    found = gaps(draft, DAY, FIGURES)

    assert [gap.blocks for gap in found] == [False]
    assert "未知" in found[0].text


def test_a_wish_that_touches_little_asks_little():
    assert blocking(a_draft(levels=some(4), asked=KEYS[:4])) == []


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({}, 3),
        ({"levels": some(24)}, 2),
        ({"levels": some(23)}, 3),
        ({"levels": some(24), "instruments": 1}, 1),
        ({"levels": some(24), "instruments": 1, "sessions": 1}, 0),
        ({"levels": some(24), "instruments": 1, "sessions": 1, "is_double": True, "advice": ""}, 0),
    ],
)
def test_an_assessors_assessment_needs_three_quarters_evidence_and_a_session(more, count):
    assert len(blocking(a_draft("D2", **more))) == count


def test_a_second_professional_is_asked_for_but_never_forced():
    asked = [gap for gap in gaps(a_draft("D2", categories=["6"]), DAY, FIGURES) if "第二位" in gap.text]

    assert [gap.blocks for gap in asked] == [False]
    assert not any("第二位" in gap.text for gap in gaps(a_draft("D2", categories=["4"]), DAY, FIGURES))


@pytest.mark.parametrize(
    ("sessions", "source", "prompt", "said"),
    [
        (2, "trial", 1, "试工记了 2 个半天"),
        (3, "self", None, "没有一项是试工时看到的"),
        (3, "trial", None, "提示到什么程度"),
        (3, "trial", 0, ""),
        (3, "employer", None, ""),
    ],
)
def test_a_trial_needs_half_days_and_levels_seen_with_the_help_they_took(sessions, source, prompt, said):
    levels = {**some(7), "pace": level("pace", 2, source, prompt=prompt)}
    found = blocking(a_draft("D3", levels=levels, sessions=sessions))

    assert (found == []) if not said else any(said in text for text in found)


def test_each_depth_may_lean_on_what_the_one_before_may():
    assert set(OF_DEPTH["D1"]) < set(OF_DEPTH["D2"]) < set(OF_DEPTH["D3"]) == set(ability.SOURCES)
    assert list(INSTRUMENTS) == [*range(10, 24), 99]


def test_what_is_stored_comes_back_and_what_is_not_a_level_is_unknown():
    kept = {
        "speech": {"level": 2, "source": "self", "on": "2024-05-01", "note": "慢一点"},
        "hearing": {"level": None, "source": "self", "on": "2024-05-01"},
        "smell": {"level": 3, "source": "self", "on": "2024-05-01"},
    }
    found = levels_of(kept)

    assert list(found) == ["speech"]
    assert found["speech"].sentence == "熟人能听懂短句"
    assert found["speech"].on == date(2024, 5, 1)


@pytest.mark.parametrize(("qualifier", "suggested"), [(0, 3), (1, 2), (2, 1), (3, 0), (4, 0)])
def test_an_icf_qualifier_suggests_a_level(qualifier, suggested):
    assert suggested_level(qualifier) == suggested


def test_there_is_no_icf_qualifier_beyond_four():
    with pytest.raises(ValueError, match="0 至 4"):
        suggested_level(8)


# --- how long it holds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "until"),
    [
        (Held(), date(2026, 6, 1)),
        (Held(["4"]), date(2026, 6, 1)),
        (Held(["6"]), date(2025, 6, 1)),
        (Held(["4"], date(2023, 6, 2)), date(2024, 12, 1)),
        (Held(["4"], date(2023, 6, 1)), date(2026, 6, 1)),
        (Held(["6"], date(2024, 5, 1)), date(2024, 12, 1)),
        (Held([], date(2024, 7, 1)), date(2026, 6, 1)),
    ],
)
def test_an_assessment_holds_for_the_shortest_term_that_applies(held, until):
    assert valid_until(DAY, held, FIGURES).value == until


@pytest.mark.parametrize(
    ("since", "day", "began", "reasons"),
    [
        (Since(), date(2026, 5, 31), None, 0),
        (Since(), date(2026, 6, 1), date(2026, 6, 1), 1),
        (Since(grade_changed_on=date(2025, 3, 1)), date(2025, 2, 28), None, 0),
        (Since(grade_changed_on=date(2025, 3, 1)), date(2025, 3, 1), date(2025, 3, 1), 1),
        (Since(grade_changed_on=date(2024, 5, 1)), date(2025, 3, 1), None, 0),
        (Since(trained_on=date(2024, 9, 1), aid_on=date(2024, 8, 1)), date(2024, 10, 1), date(2024, 8, 1), 2),
        (Since(trained_on=DAY), date(2024, 10, 1), None, 0),
        (Since(contested=["速度与节奏"]), date(2024, 6, 2), DAY, 1),
    ],
)
def test_a_new_assessment_is_called_for_since_the_first_reason(since, day, began, reasons):
    found = reassessment(DAY, date(2026, 6, 1), since, day, FIGURES)

    assert (found.value, len(found.steps)) == (began, reasons)


# --- change -----------------------------------------------------------------------------------------------------------------


def test_a_change_is_told_in_one_sentence_and_a_line_each():
    before = {"speech": level("speech", 1), "hearing": level("hearing", 3), "pace": level("pace", 2)}
    now = {"speech": level("speech", 2), "hearing": level("hearing", 2), "digital": level("digital", 2)}
    found = compare(before, now)

    assert {one.dimension: one.kind for one in found.changes} == {
        "hearing": "down", "speech": "up", "pace": "gone", "digital": "new",
    }  # fmt: skip
    assert found.sentence == "提高 1 项（口头表达），降低 1 项（听声音与听话），这次才知道 1 项，这次没有评 1 项。"
    assert found.of("up")[0].text == "口头表达：从“能说单字或声音示意”到“熟人能听懂短句”"
    assert "未知" in found.of("gone")[0].text


@given(
    st.dictionaries(st.sampled_from(KEYS), st.integers(0, 4)), st.dictionaries(st.sampled_from(KEYS), st.integers(0, 4))
)
def test_every_dimension_known_once_stands_in_the_comparison_once(before, now):
    found = compare(
        {key: level(key, value) for key, value in before.items()},
        {key: level(key, value) for key, value in now.items()},
    )

    assert [one.dimension for one in found.changes] == [key for key in KEYS if key in before or key in now]
    mirrored = {"up": "down", "down": "up", "same": "same", "new": "gone", "gone": "new"}
    back = compare({k: level(k, v) for k, v in now.items()}, {k: level(k, v) for k, v in before.items()})
    assert [mirrored[one.kind] for one in found.changes] == [one.kind for one in back.changes]


# --- quality ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], None),
        ([(2, 2)] * 5, None),
        ([(0, 0), (4, 4)], 1.0),
        ([(0, 4), (4, 0)], -1.0),
        ([(0, 0), (0, 4), (4, 0), (4, 4)], 0.0),
        # by hand: seen 2/8·16, expected Σ first·second·(i-j)² = 40/(16·16) → 1 - (2/64)/(40/256) = 0.8
        ([(0, 0), (1, 2), (2, 1), (3, 3)], 1 - (2 / 64) / (40 / 256)),
    ],
)
def test_weighted_kappa_by_hand(pairs, kappa):
    assert weighted_kappa(pairs) == (kappa if kappa is None else pytest.approx(kappa))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_kappa_does_not_depend_on_who_is_first_and_is_at_most_one(pairs):
    one, other = weighted_kappa(pairs), weighted_kappa([(b, a) for a, b in pairs])

    assert (one is None) == (other is None)
    if one is not None:
        assert one == pytest.approx(other)
        assert one <= 1


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        ([(1, 1), (3, 3)] * 4, "few"),
        ([(1, 1), (3, 3)] * 5, "good"),
        ([(1, 3), (3, 1)] * 5, "low"),
        ([(3, 3)] * 12, "none"),
    ],
)
def test_agreement_is_judged_only_on_enough_pairs(pairs, verdict):
    assert agreement(pairs, FIGURES).verdict == verdict


@pytest.mark.parametrize(
    ("own", "own_all", "rest", "rest_all", "apart"),
    [
        (9, 9, 0, 100, None),
        (2, 10, 20, 100, False),
        (9, 10, 20, 100, True),
        (0, 10, 0, 100, False),
        (5, 10, 1, 9, None),
    ],
)
def test_an_assessor_stands_out_only_beyond_chance(own, own_all, rest, rest_all, apart):
    assert stands_out(own, own_all, rest, rest_all, FIGURES) is apart


def test_the_draw_for_a_second_assessment_is_fair_and_repeatable():
    drawn = [n for n in range(1, 20001) if ability.drawn_for_second(n, Decimal("0.05"))]

    assert 900 < len(drawn) < 1100
    assert drawn == [n for n in range(1, 20001) if ability.drawn_for_second(n, Decimal("0.05"))]
    assert not any(ability.drawn_for_second(n, Decimal(0)) for n in range(1, 500))


# --- the pass ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("用文字沟通，每天开会前发要点", None),
        ("工位离门近一些", None),
        ("因为是听力残疾", "残疾类别"),
        ("残疾二级", "残疾等级"),
        ("有残疾人证", "证件"),
        ("有癫痫，怕强光", "病情或类别"),
        ("有事打 13900006071", "证号或电话"),
        ("有事打 １３９００００６０７１", "证号或电话"),
    ],
)
def test_a_pass_says_what_helps_and_not_why(text, what):
    assert ability.gives_away(text) == what


def test_a_level_kept_with_a_ground_that_is_no_longer_listed_is_still_read():
    key = next(iter(profile().dimensions))
    found = levels_of({key: {"level": 2, "source": "old-way", "on": "2019-05-01"}})

    assert found[key].source_words == "old-way"
