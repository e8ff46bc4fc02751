"""The addresses of the room of cooperation."""

from django.urls import path

from tonggong.web.federation.views import channels, consultation, cooperation, responsibility, stories

urlpatterns = [
    path("cooperation/", cooperation.listed, name="cooperation"),
    path("cooperation/add/", cooperation.add, name="cooperation-add"),
    path("cooperation/posts/", cooperation.posts, name="cooperation-all-posts"),
    path("cooperation/placements/", cooperation.placements, name="cooperation-all-placements"),
    path("cooperation/partners/<int:partner_id>/", cooperation.partner, name="cooperation-partner"),
    path("cooperation/partners/<int:partner_id>/posts/", cooperation.posts, name="cooperation-posts"),
    path("cooperation/partners/<int:partner_id>/placements/", cooperation.placements, name="cooperation-placements"),
    path("cooperation/partners/<int:partner_id>/<slug:what>/", cooperation.write, name="cooperation-write"),
    path("cooperation/entries/<slug:kind>/<int:entry_id>/", cooperation.take_back, name="cooperation-take-back"),
    path("cooperation/meetings/", consultation.listed, name="cooperation-meetings"),
    path("cooperation/meetings/plan/", consultation.plan, name="cooperation-meeting-plan"),
    path("cooperation/meetings/<int:meeting_id>/", consultation.meeting, name="cooperation-meeting"),
    path("cooperation/meetings/<int:meeting_id>/minutes.docx", consultation.minutes, name="cooperation-minutes"),
    path("cooperation/meetings/<int:meeting_id>/<slug:what>/", consultation.write, name="cooperation-meeting-write"),
    path("cooperation/decisions/<int:decision_id>/", consultation.close, name="cooperation-decision"),
    path("cooperation/stories/", stories.listed, name="cooperation-stories"),
    path("cooperation/stories/write/", stories.write, name="cooperation-story-write"),
    path("cooperation/stories/<int:story_id>/", stories.story, name="cooperation-story"),
    path("cooperation/stories/<int:story_id>/<slug:what>/", stories.step, name="cooperation-story-step"),
    path("cooperation/reports/", responsibility.listed, name="cooperation-reports"),
    path("cooperation/reports/units/", responsibility.units, name="cooperation-report-units"),
    path("cooperation/reports/<int:unit_id>/", responsibility.report, name="cooperation-report"),
    path("cooperation/reports/<int:unit_id>/rows/", responsibility.report_rows, name="cooperation-report-rows"),
    path("cooperation/reports/<int:unit_id>/passage.docx", responsibility.passage, name="cooperation-report-passage"),
    path("cooperation/reports/<int:unit_id>/file/", responsibility.file, name="cooperation-report-file"),
    path("cooperation/reports/filed/<int:filing_id>/", responsibility.take_back, name="cooperation-report-take-back"),
    path("cooperation/channels/", channels.channels, name="cooperation-channels"),
    path("cooperation/channels/rows/", channels.channel_rows, name="cooperation-channel-rows"),
    path("cooperation/mailings/", channels.mailings, name="cooperation-mailings"),
    path("cooperation/mailings/make/", channels.mail, name="cooperation-mail"),
    path("cooperation/mailings/<int:mailing_id>/", channels.mailing, name="cooperation-mailing"),
    path("cooperation/mailings/<int:mailing_id>/package.zip", channels.package, name="cooperation-package"),
]
