"""Who may do what, and where: users, their posts with a role and a reach, and the `Who` passed to every query and service.

A role is a set of duties (roles.py), a post ties a user to a role for a time and a division. Nobody sees rows outside the
reach of the post, nobody holds two duties that the law keeps apart.
"""
