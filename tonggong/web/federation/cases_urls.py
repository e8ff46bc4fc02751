"""The addresses of suspicions and of cases."""

from django.urls import path

from tonggong.web.federation.views import cases, suspicions

urlpatterns = [
    path("suspicions/", suspicions.queue, name="suspicions"),
    path("suspicions/screen/", suspicions.screen, name="suspicions-screen"),
    path("suspicions/<int:suspicion_id>/", suspicions.suspicion, name="suspicion"),
    path("suspicions/<int:suspicion_id>/case/", suspicions.into_case, name="suspicion-case"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("cases/<int:case_id>/<slug:step>/", cases.step, name="case-step"),
    path("cases/<int:case_id>/pack.docx", cases.pack, name="case-pack"),
]
