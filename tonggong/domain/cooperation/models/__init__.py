"""The tables of the room: partners and what they brought, meetings, cases with their consents, reports and mailings."""

from tonggong.domain.cooperation.models.meetings import Attendance, Carried, Decision, Meeting, Topic
from tonggong.domain.cooperation.models.partners import Agreement, BroughtPost, Contact, Partner, PartnerPlacement
from tonggong.domain.cooperation.models.reports import CsrFiling, MailedLetter, Mailing
from tonggong.domain.cooperation.models.stories import Story, StoryConsent

__all__ = [
    "Agreement", "Attendance", "BroughtPost", "Carried", "Contact", "CsrFiling", "Decision", "MailedLetter", "Mailing",
    "Meeting", "Partner", "PartnerPlacement", "Story", "StoryConsent", "Topic",
]  # fmt: skip
