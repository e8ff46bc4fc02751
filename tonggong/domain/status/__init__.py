"""Who is who by rule and what is owed to whom (身份与应办事项): the rules' answers, kept for quick lists.

Nobody enters anything here. `facts` and `cases` turn rows into what the rules take, `judging` asks every rule, `services`
keeps the answers, `standing` works them out for any past day.
"""
