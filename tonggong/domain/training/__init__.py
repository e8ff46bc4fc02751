"""Who was trained (培训): one row a person and class, as the training office reported it.

Whether it counts as completed is a rule; classes, enrolment and allowances come with a later issue.
"""
