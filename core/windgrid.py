"""Winds of stations to a grid: inverse distance weighting of vectors and of sector frequencies, never of degrees.

    stations = StationTable("winds", ("A", "B"), x, y, crs, rose, resultant, constancy, mean_speed)
    summary = wind_grid(stations, grid, {"direction": "dir.tif", "rose": "rose.tif"}, power=2, neighbours=12)

For a cell, over its nearest `neighbours` stations at distances d_i, w_i = d_i^-power / sum of them (Shepard 1968,
doi:10.1145/800186.810616); in a station itself only the station counts. Distances are straight lines through the
ellipsoid (WGS 84) in metres: the same order of stations as along the surface, 0.1 % shorter at 1000 km, the same on
geographic and projected grids, and without a seam at 180 degrees or a pole.

- rose: sum w_i f_i of the 17 frequencies; sums to 1.
- direction: by "frequency", the most frequent of the interpolated sectors; by "vector", the direction of
  sum w_i V_i, where V_i has the resultant direction and the length constancy * mean speed (constancy alone when a
  station has no speed; 0 when it has no resultant). Nodata where calm alone or where the vectors cancel.
- reliability: |sum w_i c_i e_i|, c_i the constancy and e_i the unit vector of the resultant direction, 0 to 1. It is
  1 where all neighbours always have the same wind, the constancy at a station, and 0 where neighbours contradict
  each other or have no resultant wind. It says nothing about how far away the neighbours are.

Half way between two constant winds from 350 and 10 degrees: vector direction 0, reliability cos 10 = 0.985; the rose
is half NNW... no: both lie in sector N, so it is N 1.

Stations at one place (within `COINCIDENT` m) become one, weighted by their records. Leave-one-out: each place is
predicted from the others; the mean angle between prediction and observation is the error in the log.
"""
