"""Whom a worker should contact today, and why (今日任务).

Reasons are worked out from facts when they are asked for and stored nowhere; only what somebody put off or ticked off is kept.
"""
