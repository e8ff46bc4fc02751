"""The page that joins two codes of one unit: a look first, a ground, and back again."""

import pytest

from tests.domain.quota_city import OTHER, YEAR, city_with_wages, firm
from tests.domain.reporting_ledger import TAISHAN, UNIT
from tests.web.federation_month import client_of
from tonggong.base.accounts.who import system_who
from tonggong.domain.employers.models import Unit
from tonggong.domain.quota.services import make_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(practice):
    ledger = city_with_wages()
    old, kept = firm(ledger, OTHER, 40), Unit.objects.get(code=UNIT)
    Unit.objects.filter(pk=old.pk).update(name=kept.name)
    make_year(system_who("试验", "2111"), YEAR)
    return old, kept


def test_joined_after_a_look_with_a_ground_and_taken_back(pair):
    old, kept = pair
    clerk = client_of("city_staff", "2111", "赵主任")
    page = f"/quota/units/{old.pk}/same/?year={YEAR}"

    assert "同一县区，名称相同" in clerk.get(page).content.decode()
    look = clerk.get(f"{page}&kept_code={UNIT}").content.decode()
    assert "并之后" in look
    assert "1月至12月" in look  # both codes have every month
    bare = clerk.post(page, {"kept_code": UNIT, "ground": ""})
    assert bare.status_code == 422
    assert "请写明凭据" in bare.content.decode()
    assert Unit.objects.get(pk=old.pk).same_as is None

    done = clerk.post(page, {"kept_code": UNIT, "ground": "变更登记通知书"})
    assert done.url.startswith(f"/quota/units/{kept.pk}/")
    assert f"{OTHER}是这家单位用过的代码" in clerk.get(done.url).content.decode()
    assert "已并入现用代码" in clerk.get(f"/quota/units/{old.pk}/?year={YEAR}").content.decode()
    assert OTHER in clerk.get(f"/units/{kept.pk}/").content.decode()
    found = clerk.get(f"/units/?words={OTHER}").content.decode()
    assert f"/units/{kept.pk}/" in found
    assert f"/units/{old.pk}/" not in found

    clerk.post(page, {"ground": "登记错了"})
    assert Unit.objects.get(pk=old.pk).same_as is None
    assert "已撤销" in clerk.get(page).content.decode()


def test_a_county_cannot_join_a_unit_of_another_county(pair):
    old, kept = pair
    Unit.objects.filter(pk=kept.pk).update(county_code=TAISHAN[0])
    clerk = client_of("county_staff", "211103", "孙伟")

    said = clerk.post(f"/quota/units/{old.pk}/same/", {"kept_code": UNIT, "ground": "变更登记通知书"})

    assert said.status_code == 422
    assert "跨县区的请市残联登记" in said.content.decode()
    assert clerk.get(f"/quota/units/{kept.pk}/same/").status_code == 404
    assert Unit.objects.get(pk=old.pk).same_as is None
