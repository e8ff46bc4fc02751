"""Nothing that is shown masked can be guessed back."""

import pytest

from tonggong.rules.masking import id_tail, mask_certificate_no, mask_name, mask_names, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳明", "欧阳*"),
        ("欧阳小明", "欧阳*明"),
        ("司马相如生", "司马**生"),
        ("赵钱孙李", "赵**李"),
        ("阿依古丽·买买提", "阿依古丽·***"),
        ("张", "*"),
        (" 张三 ", "张*"),
        ("", ""),
    ],
)
def test_a_name_is_shown_as_notices_show_it(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("电话问过张小三，张小三健在", ["张小三"], "电话问过张*三，张*三健在"),
        ("王淑和王淑珍是姐妹", ["王淑", "王淑珍"], "王*和王*珍是姐妹"),  # the longer name first
        ("李四说", [" 李四 ", "李四"], "李*说"),
        ("阿依古丽·买买提本人来", ["阿依古丽·买买提"], "阿依古丽·***本人来"),
        ("张是姓", ["张", ""], "张是姓"),
        ("没有名字", [], "没有名字"),
        ("a.c 与 abc", ["a.c"], "a·* 与 abc"),  # a name is no pattern
    ],
)
def test_names_in_what_somebody_wrote_are_masked_too(text, names, shown):
    assert mask_names(text, names) == shown


def test_an_identifier_shows_its_last_four_characters():
    assert id_tail("11010519491231002x") == "尾号 002X"
    assert id_tail("2.11E+17") == "尾号不明"


def test_a_phone_keeps_its_middle_hidden():
    assert [mask_phone(p) for p in ("138 1234 5678", "2823456", "", "1")] == ["138****5678", "*****56", "", "1"]


def test_a_certificate_number_shows_no_digit_for_its_tail_tells_the_disability():
    assert not any(character.isdigit() for character in mask_certificate_no("11010519491231002X62"))
