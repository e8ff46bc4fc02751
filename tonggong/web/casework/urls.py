"""The addresses of the rooms, a line each."""

from django.urls import URLPattern, URLResolver

from tonggong.web.casework.agencies import urls as agencies
from tonggong.web.casework.aid import urls as aid
from tonggong.web.casework.assessments import urls as assessments
from tonggong.web.casework.assignments import urls as assignments
from tonggong.web.casework.campaigns import urls as campaigns
from tonggong.web.casework.case import urls as case
from tonggong.web.casework.coaching import urls as coaching
from tonggong.web.casework.four_ones import urls as four_ones
from tonggong.web.casework.graduates import urls as graduates
from tonggong.web.casework.household import urls as household
from tonggong.web.casework.needs import urls as needs
from tonggong.web.casework.papers import urls as papers
from tonggong.web.casework.petitions import urls as petitions
from tonggong.web.casework.plans import urls as plans
from tonggong.web.casework.posts import urls as posts
from tonggong.web.casework.rural import urls as rural
from tonggong.web.casework.testimony import urls as testimony

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = [
    *assignments.urlpatterns,
    *agencies.urlpatterns,
    *assessments.urlpatterns,
    *coaching.urlpatterns,
    *case.urlpatterns,
    *four_ones.urlpatterns,
    *needs.urlpatterns,
    *papers.urlpatterns,
    *petitions.urlpatterns,
    *plans.urlpatterns,
    *graduates.urlpatterns,
    *household.urlpatterns,
    *rural.urlpatterns,
    *campaigns.urlpatterns,
    *aid.urlpatterns,
    *posts.urlpatterns,
    *testimony.urlpatterns,
]
