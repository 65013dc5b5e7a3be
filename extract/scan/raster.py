"""Pictures -> pictures without what is small. The only file of extract/scan that imports SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Map = NDArray[np.float32]
Row = NDArray[np.float64]
Counts = NDArray[np.int64]

ndimage: Any = scipy.ndimage
"""Typed as it comes: SciPy does not say which of its answers are arrays."""


def closed(grey: Bytes, size: int | tuple[int, int]) -> Bytes:
    """Without what is darker and smaller than that (rows, columns)."""
    return ndimage.minimum_filter(ndimage.maximum_filter(grey, size), size)


def opened(grey: Bytes, size: int | tuple[int, int]) -> Bytes:
    """Without what is lighter and smaller than that (rows, columns)."""
    return ndimage.maximum_filter(ndimage.minimum_filter(grey, size), size)
