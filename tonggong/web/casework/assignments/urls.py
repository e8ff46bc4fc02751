from django.urls import path

from tonggong.web.casework.assignments import opened, views

urlpatterns = [
    path("assignments/", views.assignments, name="assignments"),
    path("assignments/pick/", views.pick, name="assignments-pick"),
    path("assignments/changes/", opened.changes, name="assignments-changes"),
    path("assignments/changes/rows/", opened.change_rows, name="assignments-change-rows"),
    path("assignments/steps/", opened.step_rows, name="assignments-steps"),
    path("assignments/of/<int:user_id>/", views.list_of, name="assignments-list"),
    path("collection/", opened.collection, name="collection"),
    path("collection/rows/", opened.collection_rows, name="collection-rows"),
]
