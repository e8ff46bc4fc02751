"""How the practice city handles posts and exams: what its reviewers say, what one unit offers, who asks for help. Invented.

Days are counted from the last day of the city's data; ahead is positive.
"""

EXAMS = (  # title, days ahead
    ("市直事业单位公开招聘考试", 12),
    ("市属国企联合招聘笔试", -20),
)
ORGANISER, DEPARTMENT, HALL = "市人力资源和社会保障局", "hrss", "市第一中学"
ASKED = (("large_print", "time"), ("braille",), ("sign",), ("access",), ("helper", "room"))  # by one person each
ANSWERED = 4  # of an exam that is still ahead, so many have their answer
OTHERWISE = (3, "安排在一楼考场，有人引导")  # the one who got other help than asked for
ENTERED, ASKED_BY, ANSWERED_BY, BEFORE_EXAM = 30, 18, 3, 9  # days before: entered, asked at the latest, answered
OLDEST, YOUNGEST = 35, 19  # years of age on the exam's day, about

REVIEWED = 0  # days before: the conditions were reviewed, after the file of the office came
REASONS = ("与工作内容无关，删去", "换个办法就能做，不用这一条", "没有说出是哪项工作要的")
JUSTIFIED = "这项工作每天都要做，没有别的办法"
HIRED_BY = "单位报来的招聘情况表"
OFFERED = 10  # days before the review: from then on the unit's own posts are open
OWN = (  # the account's unit: title, kind of work, conditions, whether it is published
    ("包装工", "packing", (("能适应倒班", ""),), True),
    ("质检员", "assembly", (("身体健康", "看外观"),), False),
)
PLACES, WHERE, APPLY, AID = 2, "本单位厂区", "打人事部电话，也能发短信", "无障碍卫生间"  # of each of them
