"""Rules of the plan and of the law as pure functions: facts in, an `Outcome` with its sentences out.

They own no data, read no clock and know no database; figures come dated from `tonggong.rules.figures`.
Every floor above may use them, so they use nothing but the standard library and YAML.
"""
