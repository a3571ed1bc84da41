"""The geographical detector: how much of a target's variance its factors explain, alone and together.

Wang et al. (2010, IJGIS 24, 107-127, DOI 10.1080/13658810802443457), Wang, Zhang and Fu (2016, Ecological Indicators
67, 250-256, DOI 10.1016/j.ecolind.2016.02.052). A factor cuts the N cells into L strata; with population variances

    q = 1 - sum N_h var_h / (N var)        F = (N - L)/(L - 1) * q/(1 - q), non-central F with L - 1 and N - L
    lambda = (sum mean_h^2 - (sum sqrt(N_h) mean_h)^2 / N) / var

    y = 1 .. 7 in strata x y y y z z z: x has one member and is left out; of 2 .. 7, sum of squares 17.5, lie 4
    within y and z: q = 1 - 4/17.5 = 0.771429; F = 4 * 0.771429/0.228571 = 13.5; lambda = (45 - 40.5)/2.9167 = 1.5429;
    p = 0.079365

- A stratum of one cell has no variance of its own. `factor_detector` leaves such cells out; `interaction_detector`
  keeps them (as the authors' own program does), since overlays have many and all q must be about the same cells.
- lambda is the authors' formula. It changes when a constant is added to the target: p is about these very values.
- p takes cells for independent. On rasters it is nearly always 0, or, for large lambda, nearly 1; read q.
- Only cells with data in the target and in every factor count.

Checked by hand against the 185 villages of the authors' example (data not ours to ship): q 0.6377737 watershed,
0.6067087 elevation, 0.3857168 soil; overlays 0.7356805, 0.6635237, 0.7135968: all digits agree.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from .class_limits import Binning, class_limits
from .common_cells import CommonCells, find_common_cells
from .correlation import none_if_nan
from .distributions import SIGNIFICANCE_LEVEL, f_upper, noncentral_f_upper, t_two_sided
from .layer_checks import require_layers
from .strata import FactorClasses, Strata, gather_strata

# q_both counts as the sum of both q, or as the larger one, when it differs by no more than this.
INDEPENDENCE_TOLERANCE = 1e-6
# The risk detector compares strata pair by pair: 200 of them are 19 900 rows.
MAX_RISK_STRATA = 200

WEAKEN_NONLINEAR = "weaken nonlinear"
WEAKEN_UNIVARIATE = "weaken univariate"
ENHANCE_BIVARIATE = "enhance bivariate"
INDEPENDENT = "independent"
ENHANCE_NONLINEAR = "enhance nonlinear"


@dataclass(frozen=True, eq=False)
class Detection:
    """What the detectors need; empty classes have n = 0.

    Attributes
    ----------
    classes : tuple of FactorClasses, per factor
    strata : tuple of Strata, per factor; means relative to `origin`
    overlays : mapping of pairs of factor numbers to Strata of their overlaid classes; means relative to `origin`
    origin : float, one of the target's values
    """

    classes: tuple[FactorClasses, ...]
    strata: tuple[Strata, ...]
    overlays: dict[tuple[int, int], Strata]
    origin: float

    @property
    def names(self) -> tuple[str, ...]:
        """The factors' names."""
        return tuple(each.name for each in self.classes)

    @property
    def cells(self) -> int:
        """Cells that count."""
        return round(self.strata[0].cells)


def gather_detection(
    target: Source,
    factors: Sequence[Source],
    names: Sequence[str],
    grid: Grid,
    categorical: Collection[str] = (),
    *,
    classes: int = 5,
    binning: Binning = Binning.QUANTILE,
    progress: Progress | None = None,
    overlays: bool = True,
) -> Detection:
    """Gather what the detectors need, in two passes.

    Parameters
    ----------
    target : Source
    factors : sequence of Source
    names : sequence of str, of the factors
    grid : Grid, of target and factors
    categorical : collection of str, names of the factors that hold codes; the others are binned
    classes : int, of a factor that is binned
    binning : Binning
    progress : Progress
    overlays : bool, whether pairs of factors are overlaid, too

    Returns
    -------
    Detection

    Raises
    ------
    ParameterError
        for names, the number of classes, overlays that are too large
    RasterError
        for no common cells, codes that are not integers, more than 4096 codes
    ReadError
        for layers that cannot be read
    """
    progress = progress or Progress()
    require_layers(names, categorical, least=1)
    layers = [target, *factors]
    categories = [place for place, name in enumerate(names, start=1) if name in categorical]
    common = find_common_cells(layers, [target.name, *names], categories, grid, progress.span(0, 0.4))
    factor_classes = [_classes(common, place, classes, binning, progress) for place in range(1, len(layers))]
    pairs = list(combinations(range(len(names)), 2)) if overlays else []
    origin = float(common.sample.cells[0, 0])
    gathered = gather_strata(layers, factor_classes, pairs, origin, grid, progress=progress.span(0.4, 1))
    if gathered.factors[0].total == 0:
        progress.warning(f"{target.name} is constant in the common cells: no factor can explain it, q is empty.")
    return Detection(tuple(factor_classes), gathered.factors, dict(zip(pairs, gathered.overlays)), origin)


def _classes(common: CommonCells, place: int, classes: int, binning: Binning, progress: Progress) -> FactorClasses:
    name = common.names[place]
    if place in common.codes:
        result = FactorClasses(name, codes=common.codes[place])
    else:
        sample = common.sample
        limits = class_limits(sample.cells[place], sample.low[place], sample.high[place], classes, binning)
        result = FactorClasses(name, limits=limits)
        if 1 < result.count < classes:
            progress.warning(f"{name} has many equal values: {result.count} classes instead of {classes}.")
        if not sample.complete and binning is not Binning.EQUAL_INTERVAL:
            progress.info(f"{name}: class limits from a sample of {sample.cells.shape[1]} of {sample.seen} cells.")
    if result.count == 1:
        progress.warning(f"{name} has one class in the common cells: it explains nothing (q = 0), and has no p.")
    return result


def factor_detector(detection: Detection, progress: Progress | None = None) -> list[dict[str, object]]:
    """Return how much of the target's variance each factor explains, the most first.

    Parameters
    ----------
    detection : Detection
    progress : Progress

    Returns
    -------
    list of dict, one per factor: factor, q, p, strata, rank; None where undefined
    """
    progress = progress or Progress()
    ordered: list[tuple[float, dict[str, object]]] = []
    for name, classes, every in zip(detection.names, detection.classes, detection.strata):
        strata = every.filled(least=2)
        _warn_strata(name, classes, every, progress)
        q, p = none_if_nan(strata.q), none_if_nan(_p(strata, detection.origin))
        order = math.inf if q is None else -q
        ordered.append((order, {"factor": name, "q": q, "p": p, "strata": len(strata.n), "rank": None}))
    ordered.sort(key=lambda entry: entry[0])
    for place, (_, row) in enumerate(ordered, start=1):
        row["rank"] = None if row["q"] is None else place
    return [row for _, row in ordered]


def _warn_strata(name: str, classes: FactorClasses, strata: Strata, progress: Progress) -> None:
    single = [classes.label(int(number)) for number in (strata.n == 1).nonzero()[0]]
    if single:
        shown = ", ".join(single[:5]) + (", ..." if len(single) > 5 else "")
        progress.warning(f"{name}: {len(single)} classes of one cell are left out of its q and p ({shown}).")
    empty = int((strata.n == 0).sum())
    if empty:
        progress.warning(f"{name}: {empty} of {classes.count} classes have no cell.")


def _p(strata: Strata, origin: float) -> float:
    count, cells, q = len(strata.n), strata.cells, strata.q
    if count < 2 or cells <= count or math.isnan(q):
        return math.nan
    if q >= 1:
        return 0.0
    f = (cells - count) / (count - 1) * q / (1 - q)
    mean = strata.mean + origin
    variance = strata.total / cells
    noncentrality = float(mean @ mean - (strata.n**0.5 @ mean) ** 2 / cells) / variance
    return noncentral_f_upper(f, count - 1, cells - count, max(0.0, noncentrality))


def interaction_kind(q_a: float, q_b: float, q_both: float, tolerance: float = INDEPENDENCE_TOLERANCE) -> str | None:
    """Describe how two factors act together.

    `q_both` equal to the sum (within `tolerance`): independent; above it: enhance nonlinear; above the larger q:
    enhance bivariate; down to the smaller q: weaken univariate; below: weaken nonlinear. An overlay refines both
    factors, so over the same cells it never weakens; equal to the larger q, the other factor adds nothing.

    Parameters
    ----------
    q_a, q_b : float, of either factor alone
    q_both : float, of their overlay
    tolerance : float

    Returns
    -------
    str or None, None when a q is nan

    References
    ----------
    Wang et al. (2010), DOI 10.1080/13658810802443457
    """
    if math.isnan(q_a + q_b + q_both):
        return None
    low, high = sorted((q_a, q_b))
    if abs(q_both - (q_a + q_b)) <= tolerance:
        return INDEPENDENT
    if q_both > q_a + q_b:
        return ENHANCE_NONLINEAR
    if q_both > high + tolerance:
        return ENHANCE_BIVARIATE
    return WEAKEN_UNIVARIATE if q_both >= low - tolerance else WEAKEN_NONLINEAR


def interaction_detector(detection: Detection, tolerance: float = INDEPENDENCE_TOLERANCE) -> list[dict[str, object]]:
    """Return how the factors act together, pair by pair.

    Parameters
    ----------
    detection : Detection, with overlays
    tolerance : float, see `interaction_kind`

    Returns
    -------
    list of dict, one per pair of factors: factor_a, factor_b, q_a, q_b, q_both, kind; None where undefined
    """
    rows: list[dict[str, object]] = []
    for (a, b), overlay in detection.overlays.items():
        q_a, q_b, q_both = detection.strata[a].q, detection.strata[b].q, overlay.q
        names = {"factor_a": detection.names[a], "factor_b": detection.names[b]}
        kind = interaction_kind(q_a, q_b, q_both, tolerance)
        rows.append(
            {**names, "q_a": none_if_nan(q_a), "q_b": none_if_nan(q_b), "q_both": none_if_nan(q_both), "kind": kind}
        )
    return rows


def risk_detector(
    detection: Detection, level: float = SIGNIFICANCE_LEVEL, progress: Progress | None = None
) -> list[dict[str, object]]:
    """Return whether the target's means differ between the classes of each factor (Welch's t).

    A factor with more than `MAX_RISK_STRATA` classes is left out, with a warning.

    Parameters
    ----------
    detection : Detection
    level : float, of significance
    progress : Progress

    Returns
    -------
    list of dict, one per factor and pair of its classes
        factor, class_a, class_b, mean_a, mean_b, t, df, p, different (p < level). Classes of one cell have no t; two
        classes without variance have t = None, and are different when their means are.
    """
    progress = progress or Progress()
    rows: list[dict[str, object]] = []
    for classes, strata in zip(detection.classes, detection.strata):
        filled = [int(number) for number in strata.n.nonzero()[0]]
        if len(filled) > MAX_RISK_STRATA:
            progress.warning(f"{classes.name} has {len(filled)} classes, too many to compare them pair by pair.")
            continue
        for a, b in combinations(filled, 2):
            t, df, p = _welch(strata, a, b)
            row = {"factor": classes.name, "class_a": classes.label(a), "class_b": classes.label(b)}
            means = {
                "mean_a": float(strata.mean[a]) + detection.origin,
                "mean_b": float(strata.mean[b]) + detection.origin,
            }
            test = {
                "t": none_if_nan(t),
                "df": none_if_nan(df),
                "p": none_if_nan(p),
                "different": None if math.isnan(p) else p < level,
            }
            rows.append({**row, **means, **test})
    return rows


def _welch(strata: Strata, a: int, b: int) -> tuple[float, float, float]:
    """Return t, degrees of freedom (Welch-Satterthwaite) and two-sided p of two classes."""
    n, mean = strata.n, strata.mean
    if n[a] < 2 or n[b] < 2:
        return math.nan, math.nan, math.nan
    error_a, error_b = (float(strata.sum_of_squares[i] / (n[i] - 1) / n[i]) for i in (a, b))
    difference, squared = float(mean[a] - mean[b]), error_a + error_b
    if squared == 0:
        return math.nan, math.nan, 0.0 if difference else 1.0
    df = squared**2 / (error_a**2 / (n[a] - 1) + error_b**2 / (n[b] - 1))
    t = difference / math.sqrt(squared)
    return t, float(df), t_two_sided(t, float(df))


def ecological_detector(detection: Detection, level: float = SIGNIFICANCE_LEVEL) -> list[dict[str, object]]:
    """Return whether one of two factors leaves significantly less variance within its strata.

    F = within_a / within_b with N - 1 and N - 1 degrees of freedom, both over the same N cells; p is two-sided.

    Parameters
    ----------
    detection : Detection
    level : float, of significance

    Returns
    -------
    list of dict, one per pair of factors
        factor_a, factor_b, f, p, different (p < level); None where neither leaves any variance
    """
    rows: list[dict[str, object]] = []
    df = detection.cells - 1
    for a, b in combinations(range(len(detection.names)), 2):
        within_a, within_b = detection.strata[a].within, detection.strata[b].within
        f = p = math.nan
        if df > 0 and within_a + within_b > 0 and detection.strata[a].total > 0:
            f = within_a / within_b if within_b else math.inf
            below = f_upper(1 / f, df, df) if f else 0.0
            p = min(1.0, 2 * min(f_upper(f, df, df), below))
        different = None if math.isnan(p) else p < level
        names = {"factor_a": detection.names[a], "factor_b": detection.names[b]}
        rows.append(
            {**names, "f": none_if_nan(f) if math.isfinite(f) else None, "p": none_if_nan(p), "different": different}
        )
    return rows
