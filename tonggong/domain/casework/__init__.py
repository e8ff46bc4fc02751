"""What is done for one person (个案工作): visits, the four ones, needs, assessments, services, plans, and who owes them.

It keeps what a worker saw and a person said, each with its day, its author and its paper; corrections add. Whether
something counts, is owed or is overdue is a rule; what follows from all facts together is worked out in `status`.
"""
