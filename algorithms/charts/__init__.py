"""Charts of single tools: their words in the user's language, and their pages written."""
