"""Proxies of land use: the weights of each class, rasters beside them, codes that no table explains."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.allocation import ProxyOperation
from carbon_service_flow.core.accounts.landuse_codes import CodeLookup
from carbon_service_flow.core.accounts.landuse_proxies import (
    CheckedProxyOperation,
    LanduseProxies,
    require_proxies,
)
from carbon_service_flow.core.accounts.soil_respiration import SoilRespiration
from carbon_service_flow.core.errors import ParameterError, RasterError
from support.common import grid, whole_block

NAN = float("nan")
# Codes 11 to 61 of the classes 1 to 6, 70 of none of them, 0 for no data.
CODES = CodeLookup((11, 21, 31, 41, 51, 61, 70, 0))
CLASSES = (1, 2, 3, 4, 5, 6, -1, 0)
ALL = ("builtup", "cropland", "grassland", "woodland", "even", "population")


def masked(values, hidden=-1):
    values = np.array(values)
    return np.ma.MaskedArray(values, values == hidden)


def proxies(names=ALL, active=(True, False)) -> LanduseProxies:
    """Zones in band 1, population in band 2."""
    return LanduseProxies(names, CODES, CLASSES, {"population": 2}, 1, active)


def test_each_proxy_by_hand() -> None:
    """Two rows: codes of every class, and then what is not usable: no data by code, masked, unknown, an inactive zone.

    The last but one lies in no zone: not usable, but reachable.
    """
    codes = masked([[11, 21, 31, 41, 51, 61, 70], [0, -1, 99, 51, 51, 21, 51]])
    zones = masked([[0] * 7, [0, 0, 0, 1, 0, -1, 0]])
    people = np.ma.MaskedArray(
        [[1.0, 2, 3, -4, 0, 6, 7], [9, 9, 9, 9, -5, 9, NAN]], [[False] * 7, [False] * 6 + [True]]
    )
    weights = proxies()(whole_block(grid(2, 7), codes, zones, people))
    np.testing.assert_array_equal(weights.usable, [[1] * 7, [0, 0, 0, 0, 1, 0, 1]])
    np.testing.assert_array_equal(weights.reachable, [[1] * 7, [0, 0, 0, 1, 1, 1, 1]])
    expected = {
        "builtup": [[0, 0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 1, 0, 1]],
        "cropland": [[1, 0, 0, 0, 0, 0, 0], [0] * 7],
        "grassland": [[0, 0, 1, 0, 0, 0, 0], [0] * 7],
        "woodland": [[0, 1, 0, 0, 0, 0, 0], [0] * 7],
        "even": [[1] * 7, [0, 0, 0, 0, 1, 0, 1]],
        "population": [[1, 2, 3, 0, 0, 6, 7], [0] * 7],
    }
    for name, weight in zip(ALL, weights.proxies):
        np.testing.assert_array_equal(weight, expected[name], err_msg=name)
    # -4 and -5; the 0 is none, and neither is what is not usable.
    assert weights.negative.tolist() == [0, 0, 0, 0, 0, 2]


def checked(codes, zones) -> dict:
    operation = ProxyOperation(proxies(("even",), (True,)), 1, 1)
    return CheckedProxyOperation(operation, "land.tif", CODES)(whole_block(grid(1, 5), codes, zones)).partial


def test_unknown_codes_and_land_use_in_no_zone_are_counted() -> None:
    """99 twice, one of them in no zone; 0 is known; the masked 98 is nothing. Two cells with land use in no zone."""
    sums = checked(masked([[99, 99, 0, 98, 11]], hidden=98), masked([[0, -1, 0, 0, -1]]))
    assert dict(sums["unknown"]) == {99: 2}
    assert sums["outside"] == 2
    # No usable cell is left: the 0 is no data, the 11 in no zone.
    assert sums["area"].tolist() == [0, 0]
    fine = checked(masked([[11, 21, 0, 70, 51]]), masked([[0] * 5]))
    assert dict(fine["unknown"]) == {}
    assert fine["outside"] == 0
    assert fine["area"].tolist() == [400, 0]


def test_a_code_that_is_no_integer_is_an_error_that_names_the_raster() -> None:
    with pytest.raises(RasterError, match=r"land\.tif holds 11\.5"):
        checked(masked([[11.0, 11.5, 0.0, 0.0, 0.0]]), masked([[0] * 5]))


@pytest.mark.parametrize("name", ["population", "gdp"])
def test_a_proxy_needs_its_raster(name) -> None:
    soil = SoilRespiration((5,), (5,), (0.0,), "soil.csv")
    given = {"population": name == "population", "gdp": name == "gdp"}
    require_proxies({"coal": name}, soil, **given)
    absent = {key: not value for key, value in given.items()}
    with pytest.raises(ParameterError, match=f"Source coal is spread by {name}, but no {name} raster"):
        require_proxies({"coal": name}, soil, **absent)


def test_a_class_as_proxy_needs_classes() -> None:
    own = SoilRespiration((5, 6), (5, -1), (0.0, 0.0), "own.csv")
    require_proxies({"people": "even"}, own, False, False)
    with pytest.raises(ParameterError, match=r"Source people is spread over builtup, but own\.csv does not say"):
        require_proxies({"people": "builtup"}, own, False, False)
    require_proxies({"people": "builtup"}, SoilRespiration((5,), (5,), (0.0,), "own.csv"), False, False)


def test_a_share_of_built_up_land_takes_the_place_of_the_class() -> None:
    """Shares 0.5, 0 and, above 1 by rounding, 1.000001; none where the share has no value or the cell no land use."""
    shares = np.ma.MaskedArray([[0.5, 0.0, 1.000001, 0.7, 0.9]], [[False, False, False, True, False]])
    own = LanduseProxies(("builtup",), CODES, CLASSES, {"builtup": 2}, 1, (True,))
    block = whole_block(grid(1, 5), masked([[11, 51, 21, 51, -1]]), masked([[0] * 5]), shares)
    np.testing.assert_allclose(own(block).proxies[0], [[0.5, 0, 1.000001, 0, 0]])
    operation = CheckedProxyOperation(ProxyOperation(own, 1, 1), "land.tif", CODES, 2, "share.tif")
    sums = operation(block).partial
    assert sums["weight"][0].tolist() == pytest.approx([150.0001, 0])
    # The masked cell is the zone's, too.
    assert sums["zone_area"].tolist() == [500, 0]


@pytest.mark.parametrize("value", [1.01, 35.0, -0.01, -9999.0, NAN, np.inf])
def test_shares_are_between_0_and_1_where_there_is_land_use(value) -> None:
    own = LanduseProxies(("builtup",), CODES, CLASSES, {"builtup": 2}, 1, (True,))
    operation = CheckedProxyOperation(ProxyOperation(own, 1, 1), "land.tif", CODES, 2, "share.tif")
    shares = np.ma.MaskedArray([[0.5, value]])
    block = whole_block(grid(1, 2), masked([[11, 11]]), masked([[0, 0]]), shares)
    if value != value:
        # Not a number is no value, as everywhere.
        operation(block)
        return
    with pytest.raises(RasterError, match=rf"share\.tif holds {value:.6g}: the share .* divided by 100"):
        operation(block)
    operation(whole_block(grid(1, 2), masked([[11, -1]]), masked([[0, 0]]), shares))


def test_a_share_needs_no_classes() -> None:
    own = SoilRespiration((5, 6), (5, -1), (0.0, 0.0), "own.csv")
    require_proxies({"people": "builtup"}, own, False, False, True)
    with pytest.raises(ParameterError, match="spread over cropland"):
        require_proxies({"people": "cropland"}, own, False, False, True)
