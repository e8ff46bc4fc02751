"""The addresses of the month, the queue and the exchange."""

from django.urls import path

from tonggong.web.federation.views import evidence, exchange, findings, month, queue, runs

urlpatterns = [
    # the month
    path("month/", month.month, name="month"),
    path("month/<str:month_of>/", month.month_of, name="month-of"),
    path("month/<str:month_of>/compare/", month.compare, name="compare"),
    path("month/<str:month_of>/sign/", month.sign, name="sign"),
    path("month/<str:month_of>/withdraw/", month.withdraw, name="withdraw"),
    path("month/<str:month_of>/close/", month.close, name="close"),
    path("months/<str:month_of>/findings/<str:result>/", findings.findings, name="findings"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    # what waits for a decision
    path("findings/", queue.queue, name="queue"),
    path("findings/undo/", queue.undo, name="undo"),
    path("findings/<int:finding_id>/", queue.finding, name="finding"),
    path("findings/<int:finding_id>/decide/", queue.decide, name="decide"),
    path("findings/<int:finding_id>/decide-all/", queue.decide_all, name="decide-all"),
    path("findings/<int:finding_id>/undo/", queue.undo_finding, name="undo-finding"),
    # the exchange with the departments
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/upload/", exchange.upload, name="upload"),
    path("exchange/upload/<int:run_id>/", exchange.upload_look, name="upload-look"),
    path("exchange/<int:delivery_id>/", exchange.delivery, name="delivery"),
    path("exchange/<int:delivery_id>/refused/<int:file_id>/", exchange.refused_rows, name="refused-rows"),
    path("evidence/<int:file_id>/<int:row>/", evidence.evidence, name="evidence"),
]
