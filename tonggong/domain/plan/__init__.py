"""The action plan as data (方案): its clauses, departments, tasks, targets and their split, several versions side by side.

It comes from a city pack, a folder of files that is checked on load; another city is another folder. A version that has
ended keeps its targets and tasks for ever.
"""
