"""How outputs look in QGIS: a style kind per output, applied to layers when they are loaded, and their place.

    kinds        which output has which kind; how each kind of raster is drawn (data only)
    words        what legends say: units, classes of the ratio, directions, in the user's language
    classes      values of a raster -> classes with upper bounds and labels
    rasters      classes -> a QGIS renderer
    vectors      flow network, arrows between zones, wind arrows, zones by ratio
    apply        `style_layer(layer, kind)`: needs no project and no window
    tree         the group of the layer tree, and the order in it
    postprocess  what QGIS calls when it has loaded an output

Everything is drawn by code, not by files of styles: breaks follow the data, and words follow the user's language.
Colours are Cynthia Brewer's schemes (https://colorbrewer2.org, Apache License 2.0), which QGIS holds; those used here
are safe for the colour-blind.
"""
