"""Forms of employment as offices write them."""

from decimal import Decimal

import pytest

from tonggong.rules.forms import CONTRACT_BASED, FORMS, NATIONAL, FormMonth, form_of_unit, main_form, read_form

FIRM, ORGAN = "912111001234567890", "112111001234567890"


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("按比例就业", "10"),
        ("集中就业", "20"),
        ("个体就业", "30"),
        ("个体就业(含自主创业)", "30"),
        ("公益性岗位就业", "40"),
        ("公益性岗位", "40"),
        ("辅助性就业", "50"),
        ("农村种养加", "60"),
        (" 灵活就业（含社区、居家就业） ", "70"),
        ("人社公益性岗位", "41"),
        ("劳务派遣", "16"),
        ("个体工商户", "31"),
        ("养殖", "62"),
        ("非全日制", "71"),
        ("3", "30"),
        ("14", "14"),
        ("见习", None),
        ("", None),
        (None, None),
    ],
)
def test_an_offices_words_become_a_form(words, form):
    assert read_form(words) == form


def test_every_name_of_the_code_set_is_read_back():
    assert {code: read_form(form.name) for code, form in FORMS.items()} == {code: code for code in FORMS}
    assert {form.national for form in FORMS.values()} == set(NATIONAL)


@pytest.mark.parametrize(
    ("code", "kind", "form"),
    [
        (ORGAN, "", "11"),
        ("122111001234567890", "", "12"),
        (FIRM, "国有企业", "13"),
        (FIRM, "", "14"),
        ("922111001234567890", "个体工商户", "14"),
        ("932111001234567890", "", "14"),
        ("522111001234567890", "", "15"),
        ("132111001234567890", "", "15"),
    ],
)
def test_somebody_known_only_by_insurance_takes_the_units_form(code, kind, form):
    assert form_of_unit(code, kind) == form


def test_a_quota_placement_takes_the_units_form_where_the_unit_is_known():
    assert read_form("按比例就业", ORGAN) == "11"
    assert read_form("公益性岗位就业", ORGAN) == "40"


def test_months_are_proved_by_contributions_only_where_a_unit_employs():
    assert "14" in CONTRACT_BASED
    assert CONTRACT_BASED.isdisjoint({"31", "41", "51", "61", "75"})


def test_the_main_form_is_the_largest_income_then_most_hours_then_the_declared_order():
    assert main_form([FormMonth("61", Decimal(800)), FormMonth("14", Decimal(300))]) == "61"
    assert main_form([FormMonth("71", hours=Decimal(60)), FormMonth("14", hours=Decimal(40))]) == "71"
    assert main_form([FormMonth("31"), FormMonth("41"), FormMonth("51")]) == "41"
