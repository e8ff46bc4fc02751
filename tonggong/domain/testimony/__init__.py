"""The worker's own word (本人的话): what a placed person says of her job, and her complaints on wages, contract, discrimination.

A statement is sealed and read only by whoever handles cases, with a reason, each reading told to her. It never reaches the
unit: no page, paper, export, count or notice of a unit is made from it, and nothing in the ledger of work moves by it. A
complaint is a petition (casework) that goes to labour inspection within days; the unit isn't told who until she agrees.
"""
