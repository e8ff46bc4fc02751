"""The addresses of reliefs and relaxations."""

from django.urls import path

from tonggong.web.federation.views import reliefs

urlpatterns = [
    path("reliefs/", reliefs.overview, name="reliefs"),
    path("reliefs/due/", reliefs.due, name="reliefs-due"),
    path("reliefs/<slug:channel>/", reliefs.register, name="reliefs-channel"),
    path("reliefs/<slug:channel>/new/", reliefs.new, name="reliefs-new"),
    path("reliefs/<slug:what>/<int:thread>/", reliefs.record, name="reliefs-record"),
    path("reliefs/<slug:what>/<int:thread>/correct/", reliefs.correct, name="reliefs-correct"),
    path("reliefs/<slug:what>/<int:thread>/review/", reliefs.review, name="reliefs-review"),
]
