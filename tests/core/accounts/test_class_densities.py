"""Densities by class: pools joined to crosswalks, own codes, names and records, tables that cannot be used."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from carbon_service_flow.core.accounts.class_densities import POOLS, ClassDensities
from carbon_service_flow.core.accounts.landuse_codes import Crosswalk, Scheme
from carbon_service_flow.core.accounts.stock import carbon_stock
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.provenance.record import DENSITY_FACTOR, Factor
from carbon_service_flow.core.tables.header import Needed
from carbon_service_flow.core.tables.read import make_table
from osgeo import gdal
from support.common import Recorder, band, load, save, target

HEADER = ["lucode", *POOLS]


def pools(*rows: list) -> pandas.DataFrame:
    return make_table("own pools.csv", HEADER, rows)


@pytest.mark.formula("crosswalk")
@pytest.mark.parametrize("scheme", [scheme for scheme in Scheme if scheme is not Scheme.OWN_CODES])
def test_every_code_of_every_scheme_has_a_density_or_is_nodata(tmp_path, scheme) -> None:
    """A raster with each code of the crosswalk once: the class's density, and a hole where the class is 0."""
    densities = ClassDensities.build(scheme, None)
    walk = Crosswalk.of_scheme(scheme)
    landuse = band(save(tmp_path / "codes.tif", [walk.codes], kind=gdal.GDT_Int32))
    out = target(tmp_path / "stock.tif")
    stock = carbon_stock(landuse, landuse.grid, densities, out, None)
    printed = {0: None, 1: 215.92, 2: 331.21, 3: 228.98, 4: 0.30, 5: 30.00, 6: 22.90}
    found = load(out.path)[0].tolist()
    wanted = [printed[number] for number in walk.classes]
    assert [None if value is None else round(value, 2) for value in found] == wanted
    assert stock.area_ha == 100 * sum(number > 0 for number in walk.classes)


def test_densities_of_a_scheme_are_found_by_class_whatever_the_order_of_the_rows() -> None:
    """Class k has k, 10 k, 100 k and 1000 k t C/ha, 1111 k in all; ESA WorldCover 10 is woodland, 40 cropland."""
    rows = [[k, k, 10 * k, 100 * k, 1000 * k] for k in (3, 1, 2, 6, 5, 4)]
    densities = ClassDensities.build(Scheme.ESA_WORLDCOVER, pools(*rows))
    assert densities.keys == (3, 1, 2, 6, 5, 4)
    np.testing.assert_array_equal(densities.total, [3333, 1111, 2222, 6666, 5555, 4444])
    np.testing.assert_array_equal(densities.pools[0], [3, 30, 300, 3000])
    place = dict(zip(densities.codes, densities.classes))
    assert (place[10], place[40], place[0]) == (2, 1, -1)
    assert densities.source == "own pools.csv and crosswalk_esa_worldcover.csv"


def test_own_codes_are_taken_as_they_are() -> None:
    densities = ClassDensities.build(Scheme.OWN_CODES, pools([70, 1, 2, 3, 4], [-5, 0, 0, 0, 0.5]))
    assert (densities.codes, densities.keys, densities.classes) == ((70, -5), (70, -5), (0, 1))
    assert densities.total.tolist() == [10, 0.5]
    assert (densities.names, densities.source) == (("", ""), "own pools.csv")


def test_classes_are_called_as_the_table_does_or_by_their_number() -> None:
    """`name` goes before InVEST's `lulc_name`; without a name the six classes of a scheme have their own."""
    rows = [[k, 1, 1, 1, 1, f"invest {k}", f"name {k}" if k > 1 else ""] for k in range(1, 7)]
    both = make_table("t", [*HEADER, "lulc_name", "name"], rows)
    assert ClassDensities.build(Scheme.CLCD, both).names[:2] == ("cropland", "name 2")
    assert ClassDensities.build(Scheme.OWN_CODES, both).names[:2] == ("", "name 2")
    invest = make_table("t", [*HEADER, "lulc_name"], [row[:6] for row in rows])
    assert ClassDensities.build(Scheme.CLCD, invest).names[0] == "invest 1"
    plain = ClassDensities.build(Scheme.CLCD, pools(*SIX)).names
    assert plain == ("cropland", "woodland", "grassland", "water", "builtup", "unused")


def test_every_density_is_recorded_with_its_pools_and_reference() -> None:
    table = make_table(
        "t", [*HEADER, "reference", "name"], [[7, 1, 2.5, 3, 4, "a book", "trees"], [8, 0, 0, 0, 0, "", ""]]
    )
    log = Recorder()
    ClassDensities.build(Scheme.OWN_CODES, table).log(log)
    assert log.factors == [
        Factor(DENSITY_FACTOR, "trees", 10.5, "t C/ha", "a book", "c_above 1, c_below 2.5, c_soil 3, c_dead 4"),
        Factor(DENSITY_FACTOR, "8", 0.0, "t C/ha", "t", "c_above 0, c_below 0, c_soil 0, c_dead 0"),
    ]


SIX = [[n, 1, 1, 1, 1] for n in range(1, 7)]


@pytest.mark.parametrize(
    ("scheme", "rows", "message"),
    [
        (Scheme.CNLUCC, SIX[:5], r"own pools\.csv has no row for 6 unused"),
        (Scheme.CNLUCC, [*SIX, [3, 1, 1, 1, 1]], r"line 4: code 3 is given twice"),
        (
            Scheme.OWN_CODES,
            [[1, 0, 0, 0, 0], [2, 1, 1, 1, -1], [3, -1, 0, 0, 0]],
            "line 3: a carbon density is negative",
        ),
        (Scheme.OWN_CODES, [[1, 1, "", 1, 1]], "line 2, column c_below: the cell is empty"),
        (Scheme.OWN_CODES, [[1.5, 1, 1, 1, 1]], r"own pools\.csv, line 2 holds 1\.5"),
        (Scheme.OWN_CODES, [["forest", 1, 1, 1, 1]], 'column lucode: "forest" is not a number'),
    ],
)
def test_pools_tables_that_cannot_be_used(scheme, rows, message) -> None:
    with pytest.raises(TableError, match=message):
        ClassDensities.build(scheme, pools(*rows))


def test_a_pools_table_without_a_pool() -> None:
    with pytest.raises(TableError, match="no column c_dead"):
        ClassDensities.build(Scheme.OWN_CODES, make_table("t", HEADER[:4], [[1, 2, 3, 4]]))


def test_densities_that_no_land_has_and_other_printed_units_are_told() -> None:
    """84 t C/ha of soil are 84 000 kg/ha."""
    for soil, count in ((84, 0), (84_000, 1)):
        log = Recorder()
        ClassDensities.build(Scheme.OWN_CODES, make_table("t", HEADER, [[1, 2, 3, soil, 4]])).log(log)
        assert len(log.warnings) == count
    assert "1 84009 t C/ha" in log.warnings[0]
    log = Recorder()
    table = make_table("t", HEADER, [["", *["kg/m2"] * 4], [1, 2, 3, 4, 4]], needed=Needed(tuple(HEADER)))
    ClassDensities.build(Scheme.OWN_CODES, table).log(log)
    assert ["kg/m2" in line for line in log.warnings] == [True]


def test_a_class_name_that_cannot_be_read_costs_no_run() -> None:
    table = make_table("t", [*HEADER, "name"], [[1, 2, 3, 4, 5, "For\ufffdt"]])
    assert ClassDensities.build(Scheme.OWN_CODES, table).total.tolist() == [14]
