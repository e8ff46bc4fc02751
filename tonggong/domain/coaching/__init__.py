"""Job coaching (就业辅导): who coaches, whom they support at work and how that support fades, what follows a placement.

Stages, points, the rule of fading and the days of follow-up are `tonggong.rules.coaching`; whether somebody is in work
is read from `employment`, never ticked here. A follow-up's due day is derived from the spell and moves with it.
"""
