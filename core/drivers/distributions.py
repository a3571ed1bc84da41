"""Tail probabilities of Student's t, F and the non-central F, in plain Python and numpy.

    >>> round(t_two_sided(2.228139, 10), 6)                        # the tabulated 5 % limit of 10 degrees of freedom
    0.05
    >>> round(f_upper(6.75, 2, 4), 6), round((1 + 2 * 6.75 / 4) ** -2, 6)    # closed form for 2 degrees in front
    (0.052245, 0.052245)

All rest on the regularized incomplete beta function I_x(a, b), by its continued fraction (NIST Digital Library of
Mathematical Functions, 8.17.22) with Lentz's algorithm. SciPy is not needed, and not used when it is there: results
are the same on every machine. The tests compare with SciPy. Degrees of freedom need not be integers. log-gamma
limits the relative accuracy: better than 1e-10 up to 1e5 degrees of freedom, about 1e-7 at 1e8.
"""

from __future__ import annotations

import math

import numpy as np

# The conventional level of significance (Fisher 1925, Statistical Methods for Research Workers).
SIGNIFICANCE_LEVEL = 0.05
SMALLEST_DENOMINATOR = 1e-300
FRACTION_PRECISION = 1e-15
# Up to here the Poisson mixture of the non-central F is summed; it takes some 24 sqrt(noncentrality / 2) terms.
MAX_NONCENTRALITY = 1e9


def t_two_sided(t: float, df: float) -> float:
    """Return P(|T| > |t|) for Student's t.

    Parameters
    ----------
    t : float
    df : float, degrees of freedom, above 0

    Returns
    -------
    float
    """
    square = t * t
    return incomplete_beta(df / 2, 0.5, df / (df + square), square / (df + square)) if math.isfinite(square) else 0.0


def f_upper(f: float, df1: float, df2: float) -> float:
    """Return P(F > f) for the F distribution.

    Parameters
    ----------
    f : float, 0 or more
    df1, df2 : float, degrees of freedom of numerator and denominator

    Returns
    -------
    float
    """
    if not math.isfinite(f):
        return 0.0
    scale = df2 + df1 * f
    return incomplete_beta(df2 / 2, df1 / 2, df2 / scale, df1 * f / scale)


def noncentral_f_upper(f: float, df1: float, df2: float, noncentrality: float) -> float:
    """Return P(F' > f) for the non-central F, to an absolute 1e-10.

    It is the Poisson mixture of I_{1-x}(df2/2, df1/2 + j) with mean noncentrality/2, x = df1 f / (df1 f + df2).
    Beyond `MAX_NONCENTRALITY` it is Patnaik's (1949) central F with Paulson's (1942) normal approximation, to 1e-3.

    Parameters
    ----------
    f : float
    df1, df2 : float, degrees of freedom of numerator and denominator
    noncentrality : float, sum of the squared standardized means; 0 or less for the central F

    Returns
    -------
    float
    """
    if noncentrality <= 0:
        return f_upper(f, df1, df2)
    if not math.isfinite(f):
        return 0.0
    if f <= 0:
        return 1.0
    if noncentrality > MAX_NONCENTRALITY:
        return _patnaik(f, df1, df2, noncentrality)
    half = noncentrality / 2
    reach = 12 * math.sqrt(half) + 60
    first = max(0, int(half - reach))
    j = np.arange(first, int(half + reach) + 1, dtype=np.float64)
    weight = _poisson(j, half)
    a, b = df1 / 2 + j, df2 / 2
    scale = df2 + df1 * f
    x, y = df1 * f / scale, df2 / scale
    steps = np.log(x) + np.log((a[:-1] + b) / (a[:-1] + 1))
    rise = np.exp(_log_front(a[0], b, x, y) - math.log(a[0]) + np.concatenate([[0.0], np.cumsum(steps)]))
    upper = incomplete_beta(b, a[0], y, x) + np.concatenate([[0.0], np.cumsum(rise[:-1])])
    return float(min(1.0, weight @ upper))


def incomplete_beta(a: float, b: float, x: float, complement: float) -> float:
    """Return the regularized incomplete beta function I_x(a, b).

    Parameters
    ----------
    a, b : float, above 0
    x : float, 0 to 1
    complement : float, 1 - x, which the caller knows without loss of digits

    Returns
    -------
    float, 0 to 1

    References
    ----------
    NIST Digital Library of Mathematical Functions, 8.17.22
    """
    if x <= 0:
        return 0.0
    if complement <= 0:
        return 1.0
    front = math.exp(_log_front(a, b, x, complement))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _continued_fraction(a, b, x) / a)
    return max(0.0, 1.0 - front * _continued_fraction(b, a, complement) / b)


def _log_front(a: float, b: float, x: float, complement: float) -> float:
    """Return the logarithm of x^a (1 - x)^b / B(a, b)."""
    beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return a * math.log(x) + b * math.log(complement) - beta


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Evaluate 1/(1 + d1/(1 + d2/(1 + ...))) of I_x(a, b); the number of steps grows with sqrt(max(a, b))."""
    c = 1.0
    d = 1.0 / _nonzero(1.0 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, 200 + int(20 * math.sqrt(max(a, b)))):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _nonzero(1.0 + term * d)
            c = _nonzero(1.0 + term / c)
            result *= c * d
        if abs(c * d - 1.0) < FRACTION_PRECISION:
            break
    return result


def _nonzero(value: float) -> float:
    return value if abs(value) > SMALLEST_DENOMINATOR else SMALLEST_DENOMINATOR


def _poisson(j: np.ndarray, mean: float) -> np.ndarray:
    """Return Poisson probabilities of the consecutive integers j, which hold all but nothing of the mass."""
    steps = np.log(mean / j[1:]) if len(j) > 1 else np.zeros(0)
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def _patnaik(f: float, df1: float, df2: float, noncentrality: float) -> float:
    df = (df1 + noncentrality) ** 2 / (df1 + 2 * noncentrality)
    root = (f / (1 + noncentrality / df1)) ** (1 / 3)
    variance1, variance2 = 2 / (9 * df), 2 / (9 * df2)
    z = ((1 - variance2) * root - (1 - variance1)) / math.sqrt(variance2 * root**2 + variance1)
    return 0.5 * math.erfc(z / math.sqrt(2))
