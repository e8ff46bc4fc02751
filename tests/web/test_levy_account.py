"""The account of a levy: every sentence of the rule once, in order, with its name, and the amount only at its end."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.panjin import figures_on
from tonggong.rules.quota.kinds import UnitKind
from tonggong.rules.quota.levy import LevyCase, levy_due, terms
from tonggong.web.components.levy import account, plain_step, verdict
from tonggong.web.components.words import grouped

D = Decimal
POLICIES = [terms(figures_on(date(year, 12, 31)), local_average=D(90000)) for year in (2016, 2018, 2024, 2028)]


@given(
    kind=st.sampled_from(list(UnitKind)), staff=st.integers(0, 60_000), counted=st.integers(0, 900),
    wage=st.sampled_from(["0", "3000.5", "60000", "250000"]), policy=st.sampled_from(POLICIES),
)  # fmt: skip
def test_the_account_is_the_rules_sentences_in_their_order(kind, staff, counted, wage, policy):
    levy = levy_due(LevyCase(kind, D(staff), D(counted), D(wage)), policy)

    lines = account(2024, levy)

    said = [plain_step(step) for step in levy.steps]
    assert [(line.formula, line.source) for line in lines] == [(step.text, step.source) for step in said]
    totals = [line for line in lines if line.is_total]
    assert len(totals) == (0 if levy.has_no_wage else 1)
    assert not totals or (totals[0] is lines[-1] and D(totals[0].value.replace(",", "")) == levy.payable_yuan)
    assert [line.value for line in lines if line.name == "年平均工资"] in (
        [], ["不详"], [grouped(levy.wage_base)],
    )  # fmt: skip
    assert verdict(levy).endswith("。")
