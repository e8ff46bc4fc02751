"""Pages of the public notice: drafted and issued by two, read by anybody, corrections beside it, each figure opens frozen rows."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.domain.test_notices import EMPTY, INSTITUTION, ORGAN, YEAR, body, city_with_wages, make_year, placed
from tests.web.federation_month import CITY, client_of
from tonggong.base.accounts.who import system_who
from tonggong.base.installation import clock
from tonggong.domain.employment.models import Spell
from tonggong.domain.persons.models import Person
from tonggong.domain.reporting.models import Notice
from tonggong.domain.reporting.notices import find_corrections

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_notice_goes_from_the_draft_to_the_public_page_and_keeps_its_figures(practice):
    ledger = city_with_wages()
    body(ledger, ORGAN, 60, 100)
    body(ledger, INSTITUTION, 80, 100, "事业单位")
    body(ledger, EMPTY, 55, 60)
    for n in range(16):
        placed(ledger, unit=ORGAN if n < 10 else INSTITUTION, form="11" if n < 10 else "12")
    make_year(system_who("试验", CITY), YEAR)
    clerk, office, anybody = client_of("city_staff", CITY), client_of("committee_office", CITY, "王浩"), Client()
    assert "现在没有公示" in text_of(anybody.get("/portal/notices/"))

    clerk.post("/notices/draft/", {"year": YEAR, "by": "kind"})
    notice = Notice.objects.get()
    page = f"/notices/{notice.pk}/"
    assert anybody.get(f"/portal{page}").status_code == 404
    assert "签发公示" not in text_of(clerk.get(page))  # who wrote it may not
    office.post(f"{page}issue/")
    names = list(Person.objects.values_list("name", flat=True))
    for client, path in ((office, page), (anybody, f"/portal{page}")):
        shown = text_of(client.get(path))
        assert "后续更正 0 条" in shown
        assert ">16<" in shown
        assert not any(f"{name}<" in shown for name in names)

    opened = re.findall(
        r"class=\"figure\" href=\"([^\"]+field=(units|without)[^\"]*)\">(\d+)<", text_of(office.get(page))
    )
    assert opened
    for url, _field, number in opened:
        assert text_of(office.get(unescape(url))).count('<th scope="row">') == int(number)
    body_row = notice.rows.get(unit__code=ORGAN)
    persons = text_of(office.get(f"{page}rows/?key={body_row.pk}&field=placed"))
    assert persons.count('<th scope="row">') == 10

    spell = Spell.objects.get(person=body_row.people[0], unit_code=ORGAN)
    Spell.objects.filter(pk=spell.pk).update(ended_on=f"{YEAR}-06-30")
    find_corrections(notice)
    public = text_of(anybody.get(f"/portal{page}"))
    assert "后续更正 1 条" in public
    assert "10 改为 9" in public
    assert ">16<" in public
    assert anybody.get(f"/portal{page}notice.docx").content == bytes(Notice.objects.get().document)

    said = {"received_on": clock.today().isoformat(), "way": "来电", "text": "某院人数不对"}
    office.post(f"{page}objection/", said)
    assert "某院人数不对" in text_of(office.get(page))
    assert "某院人数不对" not in text_of(anybody.get(f"/portal{page}"))
    office.post(f"{page}void/", {"reason": "重发"})
    assert anybody.get(f"/portal{page}").status_code == 404
