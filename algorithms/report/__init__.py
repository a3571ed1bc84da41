"""The tool of the group Report: its inputs, words, maps, charts and pages."""
