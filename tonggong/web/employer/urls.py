from django.urls import path

from tonggong.web.employer import checks, classes, contracts, declaration, hires, posts, quota, responsibility, views

app_name = "employer"
urlpatterns = [
    path("", views.home, name="home"),
    path("template/", views.template, name="template"),
    path("reports/new/", views.upload, name="upload"),
    path("reports/new/<int:run_id>/", views.upload_look, name="upload-look"),
    path("reports/<int:delivery_id>/", views.report, name="report"),
    path("reports/<int:delivery_id>/refused/<int:file_id>/", views.refused_rows, name="refused-rows"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("hires/", hires.hires, name="hires"),
    path("hires/new/", hires.new, name="hire-new"),
    path("hires/<int:report_id>/", hires.hire, name="hire"),
    path("hires/<int:report_id>/withdraw/", hires.withdraw, name="hire-withdraw"),
    path("quota/", quota.year_page, name="quota"),
    path("quota/try/", quota.what_if, name="quota-try"),
    path("quota/letter.docx", quota.letter, name="quota-letter"),
    path("declaration/", declaration.declaration, name="declaration"),
    path("declaration/correct/", declaration.correct, name="declaration-correct"),
    path("declaration/act/", declaration.act, name="declaration-act"),
    path("declaration/evidence/<int:evidence_id>/", declaration.evidence, name="declaration-evidence"),
    path("posts/", posts.own_posts, name="posts"),
    path("posts/new/", posts.new, name="post-new"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("posts/<int:post_id>/act/", posts.post_act, name="post-act"),
    path("posts/<int:post_id>/edit/", posts.edit, name="post-edit"),
    path("csr/", responsibility.csr, name="csr"),
    path("csr/rows/", responsibility.rows, name="csr-rows"),
    path("csr/passage.docx", responsibility.passage, name="csr-passage"),
    path("csr/file/", responsibility.file, name="csr-file"),
    path("checks/", checks.checks, name="checks"),
    path("checks/<int:case_id>/", checks.reply, name="check-reply"),
    path("classes/", classes.classes, name="classes"),
    path("classes/<int:class_id>/", classes.one_class, name="class"),
]
