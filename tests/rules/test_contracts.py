"""Labour contracts: who needs one, in time or missing, ending within the days of the figure."""

from datetime import date, timedelta

import pytest

from tests.rules.panjin import figures_on
from tonggong.rules.contracts import Agreed, Contract, contract_of, missing

DAY = date(2024, 12, 31)
FIGURES = figures_on(DAY)
LONG_AGO = date(2022, 3, 1)
FIXED = "固定期限劳动合同"


@pytest.mark.parametrize(
    ("spell", "found"),
    [
        (Agreed("14", LONG_AGO), Contract.NONE),
        (Agreed("14", DAY - timedelta(30)), Contract.IN_TERM),
        (Agreed("14", DAY - timedelta(31)), Contract.NONE),
        (Agreed("14", LONG_AGO, kind=FIXED), Contract.NO_END),
        (Agreed("14", LONG_AGO, kind=FIXED, until=date(2026, 2, 28)), Contract.WHOLE),
        (Agreed("14", LONG_AGO, until=date(2026, 2, 28)), Contract.WHOLE),  # the file names the end alone
        (Agreed("14", LONG_AGO, kind=FIXED, until=DAY + timedelta(31)), Contract.WHOLE),
        (Agreed("14", LONG_AGO, kind=FIXED, until=DAY + timedelta(30)), Contract.ENDING),
        (Agreed("14", LONG_AGO, kind=FIXED, until=DAY), Contract.ENDING),
        (Agreed("14", LONG_AGO, kind=FIXED, until=DAY - timedelta(1)), Contract.OVER),
        (Agreed("13", LONG_AGO, kind="无固定期限劳动合同"), Contract.WHOLE),
        (Agreed("12", LONG_AGO, kind="在编"), Contract.WHOLE),
        (Agreed("11", LONG_AGO), Contract.NOT_NEEDED),  # organs appoint
        (Agreed("71", LONG_AGO), Contract.NOT_NEEDED),
        (Agreed("51", LONG_AGO), Contract.NOT_NEEDED),
        (Agreed("14", LONG_AGO, ended_on=DAY - timedelta(1)), Contract.NOT_NEEDED),
        (Agreed("14", LONG_AGO, ended_on=DAY), Contract.NONE),
        (Agreed("14", DAY + timedelta(1)), Contract.NOT_NEEDED),
    ],
)
def test_a_contract_stands(spell, found):
    outcome = contract_of(spell, DAY, FIGURES)
    assert outcome.value is found
    assert outcome.because


def test_of_fifty_spells_with_46_contracts_four_are_listed():
    whole = [Agreed("14", LONG_AGO, kind=FIXED, until=date(2026, 2, 28))] * 46
    assert len(missing([*whole, *[Agreed("14", LONG_AGO)] * 4], DAY, FIGURES)) == 4


def test_the_reason_names_day_and_term():
    said = contract_of(Agreed("14", LONG_AGO, kind=FIXED, until=date(2025, 1, 20)), DAY, FIGURES)
    assert said.because == "合同2025年1月20日到期，还有20天。"
