"""A unit's yearly declaration and the decision on it (按比例就业申报与认定, 全国联网认证).

Prefilled from files, corrected with evidence, compared, decided thing by thing with reasons; what was accepted is written
as facts of employment that the quota counts with. Nothing decided is overwritten: a correction is a new version.
"""
