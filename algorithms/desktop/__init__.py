"""What the plugin adds to QGIS's window beside its tools.

menu             Plugins > Carbon Service Flow: open the sample project, read the documentation
sample_project   the bundled data as layers, in groups
sample_styles    how they are drawn
sample_layout    the print layout of the overview
"""
