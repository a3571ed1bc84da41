"""Time and memory of this plugin beside the tools that users would take instead; `README.md` says how to run it."""
