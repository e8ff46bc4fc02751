from django.urls import include, path

app_name = "visits"
urlpatterns = [
    path("", include("tonggong.web.visits.today.urls")),
    path("", include("tonggong.web.visits.recording.urls")),
    path("offline/", include("tonggong.web.visits.offline.urls")),
]
