from django.urls import path

from tonggong.web.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("plan/", views.promises, name="promises"),
    path("correct/", views.correct, name="correct"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("own/", views.own, name="own"),
]
