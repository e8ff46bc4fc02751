"""The addresses of the rooms, a line each."""

from django.urls import URLPattern, URLResolver

from tonggong.web.casework.agencies import urls as agencies
from tonggong.web.casework.assessments import urls as assessments
from tonggong.web.casework.assignments import urls as assignments
from tonggong.web.casework.coaching import urls as coaching
from tonggong.web.casework.papers import urls as papers
from tonggong.web.casework.petitions import urls as petitions

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = [
    *assignments.urlpatterns,
    *agencies.urlpatterns,
    *assessments.urlpatterns,
    *coaching.urlpatterns,
    *papers.urlpatterns,
    *petitions.urlpatterns,
]
