from django.urls import path

from tonggong.web.casework.plans import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("people/<int:person_id>/plan/", views.plan, name="plan"),
    path("people/<int:person_id>/plan/open/", views.open_plan, name="plan-open"),
    path("plans/<int:plan_id>/change/", views.change, name="plan-change"),
    path("plans/<int:plan_id>/review/", views.review, name="plan-review"),
    path("plans/<int:plan_id>/close/", views.close, name="plan-close"),
    path("plans/<int:plan_id>/steps/", views.add_step, name="plan-step-add"),
    path("steps/<int:step_id>/change/", views.change_step, name="plan-step-change"),
    path("steps/<int:step_id>/finish/", views.finish_step, name="plan-step-finish"),
    path("steps/<int:step_id>/drop/", views.drop_step, name="plan-step-drop"),
    path("steps/<int:step_id>/reopen/", views.reopen_step, name="plan-step-reopen"),
]
