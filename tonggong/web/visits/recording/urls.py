"""The addresses of a visit's form, its receipt, its correction and of what two people said differently."""

from django.urls import path

from tonggong.web.visits.recording import conflict_views, views

urlpatterns = [
    path("people/<int:person_id>/record/", views.record, name="record"),
    path("entries/<uuid:key>/", views.recorded, name="recorded"),
    path("entries/<uuid:key>/correct/", views.correct, name="correct"),
    path("entries/<uuid:key>/take-back/", views.take_back, name="take-back"),
    path("conflicts/", conflict_views.conflicts, name="conflicts"),
    path("conflicts/<int:conflict_id>/", conflict_views.conflict, name="conflict"),
]
