"""Tools of the group Wind and service flow: `<id>.py` says what a tool is, `<id>_run.py` does it."""
