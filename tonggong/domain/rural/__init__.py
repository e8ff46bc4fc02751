"""Rural families (农村家庭): who they are on a day, what threatens them, and the exchange with the national monitoring system.

Who is rural and who is watched is not entered: rules find it in the ledger. Kept here is only what no other app knows: what
was sent to the monitoring system and answered, incomes that somebody said, and what a person decided where both sides
differ on the capacity to work. Adding a column to what is sent: a line in a new version of columns.yaml.
"""
