"""Statistics as yearbooks print them: the rows of a year, columns that nothing counts, units that cannot be right."""
