"""What is written down of partners, meetings, cases, filed reports and mailings; each step checks, writes and leaves a trace."""

from tonggong.domain.cooperation.services.writing import CooperationRefused

__all__ = ["CooperationRefused"]
