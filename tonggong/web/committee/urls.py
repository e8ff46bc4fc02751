from django.urls import path

from tonggong.web.committee.views import circulars, dashboard, figures, notices, tasks

app_name = "committee"
urlpatterns = [
    path("progress/", dashboard.dashboard, name="dashboard"),
    path("progress/refresh/", dashboard.refresh, name="refresh"),
    path("figures/<str:key>/", figures.figure, name="figure"),
    path("figures/<str:key>/changes/", figures.changes, name="changes"),
    path("figures/<str:key>/export/", figures.export, name="export"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:due_id>/close/", tasks.close, name="task-close"),
    path("plan/", tasks.plan, name="plan"),
    path("circulars/", circulars.circulars, name="circulars"),
    path("circulars/draft/", circulars.draft, name="circular-draft"),
    path("circulars/<int:circular_id>/", circulars.circular, name="circular"),
    path("circulars/<int:circular_id>/file/", circulars.download, name="circular-file"),
    path("circulars/<int:circular_id>/issue/", circulars.issue, name="circular-issue"),
    path("circulars/<int:circular_id>/void/", circulars.void, name="circular-void"),
    path("notices/", notices.notices, name="notices"),
    path("notices/draft/", notices.draft, name="notice-draft"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/<int:notice_id>/file/", notices.download, name="notice-file"),
    path("notices/<int:notice_id>/rows/", notices.rows, name="notice-rows"),
    path("notices/<int:notice_id>/issue/", notices.issue, name="notice-issue"),
    path("notices/<int:notice_id>/void/", notices.void, name="notice-void"),
    path("notices/<int:notice_id>/objection/", notices.objection, name="notice-objection"),
    path("circulars/month/<str:month>/", circulars.of_month, name="circular-of"),
]
