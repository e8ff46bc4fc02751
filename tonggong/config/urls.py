"""The addresses: a desk each, and the first page that leads everyone to his own."""

from django.urls import URLPattern, URLResolver, include, path

from tonggong.web.account.views import start
from tonggong.web.administration import rail as administration
from tonggong.web.casework import rail as casework
from tonggong.web.committee import rail as committee
from tonggong.web.departments import rail as departments
from tonggong.web.employer import rail as employer
from tonggong.web.federation import cases_rail as cases
from tonggong.web.federation import cooperation_rail as cooperation
from tonggong.web.federation import declarations_rail as declarations
from tonggong.web.federation import navigation as federation
from tonggong.web.federation import people_rail as people
from tonggong.web.federation import posts_rail as posts
from tonggong.web.federation import quota_rail as quota
from tonggong.web.federation import reliefs_rail as reliefs
from tonggong.web.visits import rail as visits

# What each desk puts into the rail: here and not in the apps' `ready`, for a command has no rail and starts quickly.
for desk in (
    visits,
    casework,
    federation,
    people,
    posts,
    quota,
    declarations,
    cases,
    cooperation,
    reliefs,
    committee,
    departments,
    employer,
    administration,
):
    desk.register_all()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("account/", include("tonggong.web.account.urls")),
    path("departments/", include("tonggong.web.departments.urls")),
    path("employer/", include("tonggong.web.employer.urls")),
    path("portal/", include("tonggong.web.portal.urls")),
    path("visits/", include("tonggong.web.visits.urls")),
    path("casework/", include("tonggong.web.casework.urls")),
    path("administration/", include("tonggong.web.administration.urls")),
    path("", include("tonggong.web.federation.urls")),
    path("", include("tonggong.web.committee.urls")),
]
