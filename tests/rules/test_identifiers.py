"""Numbers carry their own check; what offices do to them is undone or refused with a reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonggong.rules.identifiers import (
    UNIT_ALPHABET,
    IdentifierInvalid,
    certificate_no_or_none,
    citizen_id_or_none,
    id_check_digit,
    is_citizen_id,
    is_unit_code,
    organisation_check_digit,
    read_certificate_no,
    read_citizen_id,
    read_unit_code,
    unit_check_digit,
    unit_code_or_none,
)

SAMPLE = "11010519491231002X"  # the standard's own
UNIT = "91350100M000100Y43"  # the standard's own


def test_the_standards_samples_get_their_check_digits():
    assert id_check_digit(SAMPLE[:17]) == "X"
    assert unit_check_digit("91350100M000100Y4") == "3"
    assert organisation_check_digit("M000100Y") == "4"


@pytest.mark.parametrize(
    "written",
    [
        SAMPLE,
        SAMPLE.lower(),
        "１１０１０５１９４９１２３１００２Ｘ",
        f"'{SAMPLE}",
        f" {SAMPLE[:6]} {SAMPLE[6:14]} {SAMPLE[14:]} ",
        f"{SAMPLE}\u3000",
        f"{SAMPLE}\n",
        f"{SAMPLE[:6]}-{SAMPLE[6:14]}-{SAMPLE[14:]}",
    ],
)
def test_a_decorated_number_is_read(written):
    read = read_citizen_id(written)

    assert (read.number, read.born_on, read.sex, read.county) == (SAMPLE, date(1949, 12, 31), "female", "110105")


def test_fifteen_digits_are_widened_and_marked():
    read = read_citizen_id(SAMPLE[:6] + SAMPLE[8:17])

    assert (read.number, read.was_15_digits) == (SAMPLE, True)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        ("1.10105E+17", "destroyed"),
        (1.10105194912310e17, "destroyed"),
        (SAMPLE[:16], "length"),
        (f"{SAMPLE[:10]}A{SAMPLE[11:]}", "characters"),
        (f"{SAMPLE[:10]}1331{SAMPLE[14:]}", "birth"),
        (f"{SAMPLE[:17]}1", "check"),
    ],
)
def test_what_cannot_be_restored_is_refused_with_its_reason(written, reason):
    with pytest.raises(IdentifierInvalid) as refused:
        read_citizen_id(written)

    assert refused.value.reason == reason
    assert SAMPLE[:10] not in str(refused.value)
    assert citizen_id_or_none(written) is None


@given(
    county=st.sampled_from(["211102", "211103", "211121", "211122"]),
    born=st.dates(date(1930, 1, 1), date(2015, 12, 31)),
    order=st.integers(0, 999),
    place=st.integers(0, 16),
    other=st.integers(1, 9),
)
def test_one_wrong_digit_is_always_noticed(county, born, order, place, other):
    first = f"{county}{born:%Y%m%d}{order:03d}"
    number = first + id_check_digit(first)
    assert is_citizen_id(number)

    wrong = number[:place] + str((int(number[place]) + other) % 10) + number[place + 1 :]

    assert not is_citizen_id(wrong)


@given(st.text(alphabet=UNIT_ALPHABET, min_size=8, max_size=8), st.text(alphabet=UNIT_ALPHABET, min_size=8, max_size=8))
def test_a_unit_code_made_by_both_checks_is_accepted_and_a_slip_is_not(first, second):
    body = first + second + organisation_check_digit(second)
    code = body + unit_check_digit(body)

    assert is_unit_code(code)
    assert not is_unit_code(code[:-1] + UNIT_ALPHABET[(UNIT_ALPHABET.index(code[-1]) + 1) % 31])


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        (UNIT[:17], "length"),
        (UNIT.replace("M", "I"), "characters"),
        (UNIT.replace("Y43", "Y33"), "organisation_check"),
        (f"{UNIT[:17]}4", "check"),
    ],
)
def test_a_wrong_unit_code_says_which_check_failed(written, reason):
    with pytest.raises(IdentifierInvalid) as refused:
        read_unit_code(written)

    assert refused.value.reason == reason
    assert unit_code_or_none(written) is None


def test_a_unit_code_is_read_as_offices_write_it():
    assert read_unit_code(f" {UNIT.lower()} ") == UNIT


def test_a_certificate_number_tells_holder_category_and_grade():
    first, again = read_certificate_no(f"{SAMPLE}62"), read_certificate_no(f"{SAMPLE.lower()}41b2")

    assert (first.citizen_id, first.category, first.grade, first.reissue) == (SAMPLE, 6, 2, 0)
    assert (again.number, again.category, again.grade, again.reissue) == (f"{SAMPLE}41B2", 4, 1, 2)


@pytest.mark.parametrize(
    ("written", "reason"),
    [(SAMPLE, "length"), (f"{SAMPLE}82", "category"), (f"{SAMPLE[:17]}143", "check"), ("4.1E+19", "destroyed")],
)
def test_a_wrong_certificate_number_says_why(written, reason):
    with pytest.raises(IdentifierInvalid) as refused:
        read_certificate_no(written)

    assert refused.value.reason == reason
    assert certificate_no_or_none(written) is None
