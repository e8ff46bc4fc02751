from django.urls import path

from tonggong.web.casework.campaigns import names, views

urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.new, name="campaign-new"),
    path("campaigns/mine/", names.mine, name="campaign-mine"),
    path("campaigns/<int:campaign_id>/", views.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/names/", names.names, name="campaign-names"),
    path("campaigns/<int:campaign_id>/close/", views.close, name="campaign-close"),
    path("campaigns/<int:campaign_id>/month/", views.month_table, name="campaign-month"),
    path("campaigns/<int:campaign_id>/report/", views.report, name="campaign-report"),
    path("campaigns/names/<int:target_id>/", names.outcome, name="campaign-outcome"),
]
