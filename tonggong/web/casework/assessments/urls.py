"""The addresses of the room."""

from django.urls import path

from tonggong.web.casework.assessments import drafting, passing, quality, register, reports

urlpatterns = [
    path("assessments/", register.register, name="assessments"),
    path("assessments/quality/", quality.quality, name="assessment-quality"),
    path("assessments/quality/rows/", quality.quality_rows, name="assessment-quality-rows"),
    path("people/<int:person_id>/assessments/", reports.person, name="person-assessments"),
    path("people/<int:person_id>/assessments/new/", drafting.begin, name="assessment-begin"),
    path("assessments/<int:thread>/", reports.report, name="assessment"),
    path("assessments/<int:thread>/sign/", reports.sign, name="assessment-sign"),
    path("assessments/<int:thread>/show/", reports.show, name="assessment-show"),
    path("assessments/<int:thread>/discard/", reports.discard, name="assessment-discard"),
    path("assessments/<int:thread>/second/", drafting.second, name="assessment-second"),
    path("assessments/<int:thread>/<slug:part>/", drafting.part, name="assessment-part"),
    path("people/<int:person_id>/passes/", passing.passes, name="passes"),
    path("passes/<int:pass_id>/revoke/", passing.revoke, name="pass-revoke"),
    path("pass/", passing.opening, name="pass"),
]
