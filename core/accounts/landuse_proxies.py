"""Proxies taken from land use (a class, or every cell) and from rasters of population and GDP.

classes 5 5 2 (built-up, built-up, woodland)   ->   weights 1 1 0 of `builtup`, 0 0 1 of `woodland`, 1 1 1 of `even`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.operation import Block, Result
from ..errors import ParameterError, RasterError
from ..zones.zonal_sums import ZoneRuns
from .allocation import ProxyOperation, ProxyWeights
from .landuse_codes import BUILTUP, CROPLAND, GRASSLAND, WOODLAND, CodeCounts, CodeLookup, require_integers
from .messages import BUILTUP_NOT_A_SHARE, CLASS_PROXY_WITHOUT_CLASSES, PROXY_RASTER_MISSING
from .soil_respiration import SoilRespiration

CLASS_OF_PROXY = {"cropland": CROPLAND, "woodland": WOODLAND, "grassland": GRASSLAND, "builtup": BUILTUP}
# A mean of ones in Float32 may be a little above 1.
SHARE_TOLERANCE = 1e-5


@dataclass(frozen=True)
class LanduseProxies:
    """Weights from land use (band 0) and from the densities, or shares of built-up land, in `raster_bands`.

    Usable cells have land use of a known class and lie in a zone that has statistics.

    Attributes
    ----------
    proxies : names, as in `emission_factors.PROXIES`
    lookup : CodeLookup of the land-use codes
    classes : class of each code: 1 to 6; 0 for nodata, -1 where no class is known
    raster_bands : position among a block's bands of the rasters, by proxy
    zone_band : position of the zones among a block's bands
    active : for each zone, whether it has statistics
    """

    proxies: tuple[str, ...]
    lookup: CodeLookup
    classes: tuple[int, ...]
    raster_bands: Mapping[str, int]
    zone_band: int
    active: tuple[bool, ...]

    def __call__(self, block: Block) -> ProxyWeights:
        """Return the weights of a block."""
        codes = block.bands[0]
        # One slot behind the codes, for those that are unknown. A class may be -1: none of the six.
        landuse = self.lookup.map_codes(np.array([*self.classes, 0]) + 1, codes.data).astype(np.int8) - np.int8(1)
        if codes.mask is not np.ma.nomask:
            landuse[codes.mask] = 0
        runs = ZoneRuns.of(block, block.bands[self.zone_band], len(self.active))
        usable = (landuse != 0) & runs.broadcast(np.array([*self.active, False])).reshape(landuse.shape)
        weights: list[np.ndarray] = []
        negative, missing = np.zeros((2, len(self.proxies)), dtype=np.int64)
        for index, proxy in enumerate(self.proxies):
            if proxy in CLASS_OF_PROXY and proxy not in self.raster_bands:
                weights.append(usable & (landuse == CLASS_OF_PROXY[proxy]))
            elif proxy == "even":
                weights.append(usable)
            else:
                band = self.raster_bands[proxy]
                weighted = usable & block.valid(band)
                values = block.filled(band, weighted)
                missing[index] = np.count_nonzero(usable) - np.count_nonzero(weighted)
                negative[index] = np.count_nonzero(values < 0)
                weights.append(np.maximum(values, 0.0))
        return ProxyWeights(usable, landuse != 0, tuple(weights), negative, missing)


@dataclass(frozen=True)
class CheckedProxyOperation:
    """The first pass of `core/accounts/allocation`, which also looks for codes that no table explains.

    Sums, besides those of `proxy_sums`: `unknown` CodeCounts; `outside`, cells with land use in no zone; `zone_area`
    (zones + 1,) ha, of all cells of a zone, with data or not.

    Attributes
    ----------
    proxy_sums : ProxyOperation
    raster : the land use's name
    lookup : CodeLookup of the land-use codes
    share_band : position of the share of built-up land among a block's bands, or None
    share_name : its name
    """

    proxy_sums: ProxyOperation
    raster: str
    lookup: CodeLookup
    share_band: int | None = None
    share_name: str = ""

    def __call__(self, block: Block) -> Result:
        """Sum a block; no bands. Raises `RasterError` for a code that is no integer, a share not between 0 and 1."""
        codes = block.bands[0]
        require_integers(codes, self.raster)
        known = self.lookup.map_codes(np.array([*np.ones(len(self.lookup.codes), np.int8), 0]), codes.data)
        unknown = (known == 0) & block.valid(0)
        if self.share_band is not None:
            self._require_shares(block, self.share_band)
        result = self.proxy_sums(block)
        sums: Any = result.partial
        sums["unknown"] = CodeCounts.of(codes.data[unknown]) if unknown.any() else CodeCounts()
        runs = ZoneRuns.of(block, block.bands[self.proxy_sums.zone_band], self.proxy_sums.zones)
        areas = runs.lengths * runs.area_ha
        sums["zone_area"] = np.bincount(runs.position, areas, minlength=self.proxy_sums.zones + 1)
        sums["outside"] = block.present_elsewhere(0, block.valid(self.proxy_sums.zone_band))
        return result

    def _require_shares(self, block: Block, band: int) -> None:
        """Raise for a value beyond 0 to 1 in a cell with land use."""
        values = block.bands[band].data[block.valid(0, band)]
        values = values[~np.isnan(values)]
        if values.size:
            for value in (values.min(), values.max()):
                if not -SHARE_TOLERANCE <= value <= 1 + SHARE_TOLERANCE:
                    raise RasterError(BUILTUP_NOT_A_SHARE, raster=self.share_name, value=f"{value:.6g}")


def require_proxies(
    proxies: Mapping[str, str], soil: SoilRespiration, population: bool, gdp: bool, builtup: bool = False
) -> None:
    """Raise an error unless every proxy has its raster or its classes.

    Parameters
    ----------
    proxies : proxy by source
    soil : SoilRespiration, whose classes are those of the land use
    population, gdp, builtup : whether these rasters are given

    Raises
    ------
    ParameterError
        Naming source and proxy.
    """
    missing = {name for name, given in (("population", population), ("gdp", gdp)) if not given}
    for source, proxy in proxies.items():
        if proxy in missing:
            raise ParameterError(PROXY_RASTER_MISSING, source=source, proxy=proxy)
        if proxy in CLASS_OF_PROXY and -1 in soil.classes and not (builtup and proxy == "builtup"):
            raise ParameterError(CLASS_PROXY_WITHOUT_CLASSES, source=source, proxy=proxy, table=soil.source)
