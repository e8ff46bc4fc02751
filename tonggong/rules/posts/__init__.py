"""Posts (岗位): which conditions of recruiting are questioned, what kinds of work ask of people, help in exams."""
