"""The addresses of units and of the policy figures."""

from django.urls import path

from tonggong.web.federation.views import policy, units

urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("policy/", policy.policy, name="policy"),
]
