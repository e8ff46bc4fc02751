from django.urls import path

from tonggong.web.visits.offline import views

urlpatterns = [
    path("", views.page, name="offline"),
    path("worker.js", views.worker, name="offline-worker"),
    path("manifest.webmanifest", views.manifest, name="offline-manifest"),
    path("state/", views.state, name="offline-state"),
    path("day/", views.day, name="offline-day"),
    path("sync/", views.sync, name="offline-sync"),
]
