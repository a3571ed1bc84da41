"""The shipped models, and their words in the user's language."""
