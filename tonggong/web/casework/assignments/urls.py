from django.urls import path

from tonggong.web.casework.assignments import views

urlpatterns = [
    path("assignments/", views.assignments, name="assignments"),
    path("assignments/pick/", views.pick, name="assignments-pick"),
    path("assignments/changes/", views.changes, name="assignments-changes"),
    path("assignments/of/<int:user_id>/", views.list_of, name="assignments-list"),
    path("collection/", views.collection, name="collection"),
]
