from django.urls import path

from tonggong.web.portal import abilities, asking, exams, keeping, levy, mine, notices, posts, stories, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("plan/", views.promises, name="promises"),
    path("correct/", views.correct, name="correct"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("levy/", levy.simulator, name="levy"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/<int:notice_id>/notice.docx", notices.notice_file, name="notice-file"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("stories/", stories.stories, name="stories"),
    path("stories/feed.xml", stories.feed, name="stories-feed"),
    path("stories/<slug:number>/", stories.story, name="story"),
    path("stories/<slug:number>/picture/", stories.picture, name="story-picture"),
    path("mine/stories/", stories.own_stories, name="own-stories"),
    path("own/", views.own, name="own"),
    path("mine/", mine.mine, name="mine"),
    path("mine/plan/", mine.plan, name="plan"),
    path("mine/exams/", exams.own_exams, name="exams"),
    path("mine/need/", asking.need, name="need"),
    path("mine/ask/", asking.ask, name="ask"),
    path("mine/requests/", asking.requests, name="requests"),
    path("mine/requests/<slug:number>/", asking.receipt, name="request"),
    path("mine/consents/", keeping.own_consents, name="consents"),
    path("mine/papers/", keeping.own_papers, name="papers"),
    path("mine/papers/<int:paper_id>/", keeping.own_paper, name="paper"),
    path("mine/assessments/", abilities.assessments, name="assessments"),
    path("mine/passes/", abilities.own_passes, name="passes"),
    path("mine/placement/", abilities.placement, name="placement"),
    path("mine/file/", keeping.own_file, name="file"),
    path("mine/file.docx", keeping.own_file_docx, name="file-docx"),
]
