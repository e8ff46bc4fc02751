"""The addresses of units and of the policy figures."""

from django.urls import path

from tonggong.web.federation.views import policy, unit_calls, units

urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/contact/", unit_calls.contact, name="unit-contact"),
    path("units/<int:unit_id>/phone/", unit_calls.phone, name="unit-phone"),
    path("units/<int:unit_id>/letter.docx", unit_calls.letter, name="unit-letter"),
    path("policy/", policy.policy, name="policy"),
]
