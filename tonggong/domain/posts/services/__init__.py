"""What can be done with posts and with help in exams."""

from tonggong.domain.posts.services.counting import link_hire, record_count
from tonggong.domain.posts.services.deciding import answer, close, decide, fill, publish, send_back
from tonggong.domain.posts.services.entering import (
    ConditionSaid,
    HelpSaid,
    PostRefused,
    PostSaid,
    add_condition,
    add_help,
    analyse,
    change_post,
    drop_condition,
    end_help,
    enter_post,
    submit,
    withdraw,
)
from tonggong.domain.posts.services.exams import (
    answer_request,
    ask_for_help,
    enter_exam,
    record_given,
    take_back_request,
)

__all__ = [
    "ConditionSaid",
    "HelpSaid",
    "PostRefused",
    "PostSaid",
    "add_condition",
    "add_help",
    "analyse",
    "answer",
    "answer_request",
    "ask_for_help",
    "change_post",
    "close",
    "decide",
    "drop_condition",
    "end_help",
    "enter_exam",
    "enter_post",
    "fill",
    "link_hire",
    "publish",
    "record_count",
    "record_given",
    "send_back",
    "submit",
    "take_back_request",
    "withdraw",
]
