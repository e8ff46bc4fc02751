"""All rules and obligations of a city against a loop over its persons through the ORM."""
