"""GDAL's settings hold for a while, and are put back."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.gdal_environment import bounded_cache, quiet_gdal, without_side_files
from osgeo import gdal
from support.common import save


def test_complaints_are_kept_off_stderr_and_can_be_read(capfd) -> None:
    before = gdal.GetUseExceptions()
    gdal.DontUseExceptions()
    try:
        gdal.Error(gdal.CE_Failure, 1, "from before")
        capfd.readouterr()
        with quiet_gdal() as gdal_says:
            assert gdal_says.complaint == "no reason given"
            gdal.Error(gdal.CE_Failure, 1, " the disk is full ")
            assert gdal_says.complaint == "the disk is full"
        assert capfd.readouterr().err == ""
        gdal.Error(gdal.CE_Warning, 1, "afterwards")
        assert "afterwards" in capfd.readouterr().err
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def test_the_cache_is_lowered_and_put_back_after_an_error_too() -> None:
    before = gdal.GetCacheMax()
    try:
        gdal.SetCacheMax(100 << 20)
        with pytest.raises(KeyError, match=str(40 << 20)), bounded_cache(40 << 20):
            raise KeyError(gdal.GetCacheMax())
        assert gdal.GetCacheMax() == 100 << 20
        with bounded_cache(200 << 20):
            assert gdal.GetCacheMax() == 100 << 20
        assert gdal.GetCacheMax() == 100 << 20
    finally:
        gdal.SetCacheMax(before)


def test_statistics_are_not_left_beside_a_raster(tmp_path) -> None:
    """Taken meanwhile, also when the dataset closes later; a file that is there stays in use."""
    path = save(tmp_path / "a.tif", np.arange(4.0).reshape(2, 2))
    before = gdal.GetConfigOption("GDAL_PAM_ENABLED")
    with without_side_files(path):
        dataset = gdal.Open(path)
        dataset.GetRasterBand(1).ComputeStatistics(False)
    assert gdal.GetConfigOption("GDAL_PAM_ENABLED") == before
    dataset = None
    assert not (tmp_path / "a.tif.aux.xml").exists()
    (tmp_path / "a.tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><Description>mine</Description></PAMRasterBand></PAMDataset>'
    )
    with without_side_files(path):
        assert gdal.Open(path).GetRasterBand(1).GetDescription() == "mine"
