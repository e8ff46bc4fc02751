from django.urls import path

from tonggong.web.casework.agencies import opened, views

urlpatterns = [
    path("agencies/", views.sheets, name="agencies"),
    path("agencies/open/", views.open_sheet, name="agency-open"),
    path("agencies/<int:sheet_id>/", views.sheet, name="agency-sheet"),
    path("agencies/<int:sheet_id>/answer/", views.answer, name="agency-answer"),
    path("agencies/<int:sheet_id>/review/", views.review, name="agency-review"),
    path("agencies/<int:sheet_id>/back/", views.send_back, name="agency-back"),
    path("agencies/<int:sheet_id>/paper/", views.document, name="agency-paper"),
    path("agencies/<int:sheet_id>/missing/<slug:item>/", views.missing, name="agency-missing"),
    path("agencies/<int:sheet_id>/rows/<slug:item>/", opened.sheet_rows, name="agency-rows"),
    path("providers/services/", opened.provider_services, name="provider-services"),
    path("providers/", views.providers, name="providers"),
    path("providers/add/", views.add_provider, name="provider-add"),
    path("providers/<int:provider_id>/support/", views.add_support, name="provider-support"),
    path("providers/<int:provider_id>/", views.provider, name="provider"),
    path("contributions/", views.contributions, name="contributions"),
    path("contributions/add/", views.add_contribution, name="contribution-add"),
    path("exchanges/add/", views.add_exchange, name="exchange-add"),
    path("exchanges/", views.exchanges, name="exchanges"),
    path("withdraw/<slug:kind>/<int:row_id>/", views.withdraw, name="agency-withdraw"),
]
