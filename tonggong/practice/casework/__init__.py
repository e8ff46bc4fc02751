"""What the workers of a practice city did for its people, and what is true of those people.

`standing` says who is who on the last day, `families` who lives with whom, `contacts` who was seen, `needs` what they want
and got, `profiles` what they can do, `plans` what was agreed, `coaches` who stands by whom at work,
`posts` which public-welfare posts there are, `countryside` what rural families earn and ask for, `placed` which jobs workers
wrote down themselves; `tables` and `livelihoods` write it.
"""
