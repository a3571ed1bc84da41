"""Wind at stations: daily files, roses by station, stations to a grid; uses wind, engine and tables."""
