from django.urls import include, path

from tonggong.web.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.home, name="home"),
    path("offline/", include("tonggong.web.visits.offline.urls")),
]
