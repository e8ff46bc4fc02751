from django.urls import path

from tonggong.web.visits import views

app_name = "visits"
urlpatterns = [path("", views.home, name="home")]
