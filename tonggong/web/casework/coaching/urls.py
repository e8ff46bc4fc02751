from django.urls import path

from tonggong.web.casework.coaching.views import caseload, cases, placements, register

urlpatterns = [
    path("coaching/", caseload.home, name="coaching"),
    path("coaching/month/", caseload.month, name="coaching-month"),
    path("coaching/follow-ups/<int:follow_up_id>/", caseload.follow_up, name="coaching-follow-up"),
    path("coaching/open/<int:person_id>/", cases.open_one, name="coaching-open"),
    path("coaching/cases/<int:case_id>/", cases.case, name="coaching-case"),
    path("coaching/cases/<int:case_id>/session/", cases.session, name="coaching-session"),
    path("coaching/cases/<int:case_id>/job/", cases.job, name="coaching-job"),
    path("coaching/cases/<int:case_id>/risk/", cases.risk, name="coaching-risk"),
    path("coaching/cases/<int:case_id>/confirm/", cases.confirm_done, name="coaching-confirm"),
    path("coaching/cases/<int:case_id>/move/", cases.move, name="coaching-move"),
    path("coaching/cases/<int:case_id>/week/", cases.week, name="coaching-week"),
    path("coaching/cases/<int:case_id>/close/", cases.close, name="coaching-close"),
    path("coaching/cases/<int:case_id>/coach/", cases.give, name="coaching-give"),
    path("coaching/sessions/<int:session_id>/withdraw/", cases.withdraw, name="coaching-session-withdraw"),
    path("coaching/coaches/", register.coaches, name="coaching-coaches"),
    path("coaching/coaches/new/", register.new, name="coaching-coach-new"),
    path("coaching/coaches/<int:coach_id>/", register.coach, name="coaching-coach"),
    path("coaching/coaches/<int:coach_id>/training/", register.training, name="coaching-training"),
    path("coaching/coaches/<int:coach_id>/hand-over/", register.hand_over, name="coaching-hand-over"),
    path("coaching/institutions/", register.institutions, name="coaching-institutions"),
    path("coaching/institutions/<int:unit_id>/coach/", register.give_one, name="coaching-institution-give"),
    path("coaching/given/<int:given_id>/end/", register.end_one, name="coaching-institution-end"),
    path("coaching/stability/", placements.stability, name="coaching-stability"),
]
