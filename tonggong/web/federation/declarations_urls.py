"""The addresses of the units' yearly declarations."""

from django.urls import path

from tonggong.web.federation.views import declarations as views

urlpatterns = [
    path("declarations/", views.queue, name="declarations"),
    path("declarations/<int:declaration_id>/", views.declaration, name="declaration"),
    path("declarations/<int:declaration_id>/items/<int:item_id>/", views.answer, name="declaration-item"),
    path("declarations/<int:declaration_id>/evidence/<int:evidence_id>/", views.evidence, name="declaration-evidence"),
    path("declarations/<int:declaration_id>/objection/", views.objection, name="declaration-objection"),
    path("declarations/<int:declaration_id>/decision.docx", views.paper, name="declaration-paper"),
    path("declarations/<int:declaration_id>/<slug:step>/", views.step, name="declaration-step"),
]
