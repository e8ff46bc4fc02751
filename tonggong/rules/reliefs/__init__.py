"""Reliefs and relaxations (优惠与放宽): what the normal rule is, what was granted instead, what it is worth, until when.

Four channels, each with a named office: community points, fees, tobacco licences, lottery agents (方案第二项行动).
"""
