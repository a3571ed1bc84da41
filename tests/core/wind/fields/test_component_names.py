"""Names of the eastward and northward wind, and names that are none."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.wind.fields.component_names import component_of, level_of

U_NAMES = [
    "u",
    "u10",
    "U10M",
    "u_10m",
    "10u",
    "10U",
    "UGRD",
    "ugrd10m",
    "UGRD_10maboveground",
    "uas",
    "UA",
    "u100",
    "u850",
    "uwnd",
    "UWND",
    "uwind",
    "u_wind",
    "wind_u",
    "x_wind",
    "u_component_of_wind",
    "u_component_of_wind_10m",
    "10m_u_component_of_wind",
    "eastward_wind",
    "grid_eastward_wind",
    "zonal_wind",
    "x_wind_10m",
]
LONG_NAMES = [
    "10 metre U wind component",
    "U component of wind",
    "u-component of wind [m/s]",
    "Eastward Near-Surface Wind",
    "Zonal wind at 10 m",
    "10-meter_eastward_wind",
    "U-component_of_wind_height_above_ground",
    "20200101T00_u_component_of_wind_10m",
    "Eastward wind component",
]


@pytest.mark.parametrize("name", [*U_NAMES, *LONG_NAMES])
def test_names_of_the_eastward_wind_and_of_its_counterpart(name):
    assert component_of(name) == "u"
    pairs = (("eastward", "northward"), ("Eastward", "Northward"), ("zonal", "meridional"), ("Zonal", "Meridional"))
    other = name
    for first, second in pairs:
        other = other.replace(first, second)
    if other == name:
        other = (
            name.replace("x_", "y_") if "x_" in name else name.replace("U", "V").replace("u", "v").replace("V w", "V w")
        )
        other = other.replace("groVnd", "ground").replace("grovnd", "ground")
    assert component_of(other) == "v"


NO_WINDS = (
    "t2m tp sst si10 wind_speed ws10 wd u10n uo vo eastward_sea_water_velocity gust i10fg uflx ustress blh sund tau_u "
    "ucurr humidity up urban value vegetation Band1 elevation mean_eastward_turbulent_surface_stress"
)


@pytest.mark.parametrize("name", NO_WINDS.split())
def test_names_that_are_no_wind(name):
    assert component_of(name) == ""


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("u10", "10"),
        ("V100", "100"),
        ("10u", "10"),
        ("u850", "850"),
        ("uas", ""),
        ("UGRD_10maboveground", "10"),
        ("t2m", ""),
    ],
)
def test_levels_in_names(name, level):
    assert level_of(name) == level
