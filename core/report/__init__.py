"""The report of an assessment: figures, cards, tables, steps and the page; uses charts, provenance and tables."""
