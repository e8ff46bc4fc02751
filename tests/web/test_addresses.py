"""What no page ever wrote into an address is passed over or refused in words; it never breaks a page."""

import pytest

from tests.web.committee_city import MONTH, city_with_figures
from tests.web.federation_month import client_of

pytestmark = pytest.mark.django_db
PAGES = (
    ("auditor", "/administration/audit/?before={}"),
    ("city_staff", f"/months/{MONTH}/findings/ended/?after={{}}"),
    ("city_staff", f"/exchange/?upto={MONTH}&before={{}}"),
    ("city_staff", "/tasks/?close={}"),
    ("city_staff", "/figures/plan.new_jobs/?figure={}"),
    ("city_staff", "/people/?after={}"),
    ("city_staff", "/units/?after={}"),
    ("city_staff", "/casework/rural/?page={}"),
)


@pytest.mark.parametrize(("role", "address"), PAGES, ids=[address for _role, address in PAGES])
@pytest.mark.parametrize(
    "number",
    ["²", "１２", "-1", "9" * 18, "9" * 30, "9" * 5000],
    ids=["superscript", "wide", "minus", "18", "30", "5000"],
)
def test_a_number_that_is_none_breaks_no_page(practice, role, address, number):
    city_with_figures()

    assert client_of(role, "2111").get(address.format(number)).status_code in (200, 404)
