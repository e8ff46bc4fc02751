"""Campaigns, employment aid and public-welfare posts (专项行动、就业援助、公益性岗位).

A campaign's list is made by rule on its first day and kept: who comes later stands apart, who leaves keeps her row. What
came of each name follows from the visits. Aid and posts are read from the ledger; kept here is only what it does not know.
"""
