"""Posts (岗位) that units offer, the conditions they set and what became of those, and help asked for in recruiting exams.

A condition that the rules question stops the post until a reviewer decides with a reason; nothing is dropped in silence.
Never kept here: who fits which post. Persons stand here only as whom a unit hired and who asked for help in an exam.
"""
