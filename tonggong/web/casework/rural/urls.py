from django.urls import path

from tonggong.web.casework.rural import exchange, views

urlpatterns = [
    path("rural/", views.families, name="rural"),
    path("rural/alerts/", views.alerts, name="rural-alerts"),
    path("rural/work/", views.work, name="rural-work"),
    path("rural/income/", views.income, name="rural-income"),
    path("rural/income/<int:person_id>/", views.income_of, name="rural-income-of"),
    path("rural/income/<int:person_id>/add/", views.income_add, name="rural-income-add"),
    path("rural/exchange/", exchange.overview, name="rural-exchange"),
    path("rural/exchange/prepare/", exchange.prepare, name="rural-prepare"),
    path("rural/exchange/send/", exchange.send, name="rural-send"),
    path("rural/exchange/lists/<int:batch_id>/", exchange.batch, name="rural-batch"),
    path("rural/exchange/receipts/", exchange.receipts, name="rural-receipts"),
    path("rural/exchange/rows/<int:row_id>/answer/", exchange.answer, name="rural-answer"),
    path("rural/exchange/rows/<int:row_id>/correct/", exchange.correct, name="rural-correct"),
    path("rural/exchange/notice/", exchange.notice, name="rural-notice"),
    path("rural/capacity/", exchange.capacity, name="rural-capacity"),
    path("rural/capacity/<int:person_id>/", exchange.decide, name="rural-decide"),
]
