"""The addresses of the quota and of leading by example."""

from django.urls import path

from tonggong.web.federation.views import awards, collected, leading, quota, quota_unit, same_unit

urlpatterns = [
    path("quota/", quota.quota, name="quota"),
    path("quota/make/", quota.make, name="quota-make"),
    path("quota/units/", quota.units, name="quota-units"),
    path("quota/units/export/", quota.export, name="quota-export"),
    path("quota/state/", quota.state_enterprises, name="quota-state"),
    path("quota/awards/", awards.awards, name="quota-awards"),
    path("quota/awards/export/", awards.export, name="quota-awards-export"),
    path("quota/collected/", collected.collected, name="quota-collected"),
    path("quota/collected/units/", collected.units, name="quota-collected-units"),
    path("quota/collected/units/export/", collected.export, name="quota-collected-export"),
    path("quota/collected/units/<int:difference_id>/", collected.unit, name="quota-collected-unit"),
    path("quota/collected/units/<int:difference_id>/settle/", collected.settle, name="quota-collected-settle"),
    path("quota/units/<int:unit_id>/", quota_unit.unit, name="quota-unit"),
    path("quota/units/<int:unit_id>/make/", quota_unit.make, name="quota-unit-make"),
    path("quota/units/<int:unit_id>/parent/", quota_unit.parent, name="quota-unit-parent"),
    path("quota/units/<int:unit_id>/same/", same_unit.same, name="quota-unit-same"),
    path("leading/", leading.leading, name="leading"),
    path("leading/bodies/", leading.bodies, name="leading-bodies"),
    path("leading/plans/", leading.plans, name="leading-plans"),
    path("leading/plans/<int:plan_id>/", leading.plan, name="leading-plan"),
    path("leading/plans/<int:plan_id>/file/", leading.file, name="leading-plan-file"),
    path("leading/plans/<int:plan_id>/round/", leading.round_of, name="leading-plan-round"),
    path("leading/cadres/", leading.cadres, name="leading-cadres"),
    path("leading/cadres/count/", leading.count, name="leading-cadres-count"),
]
