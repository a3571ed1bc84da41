"""Images as small files: maps have few colours, and the others are mixtures at edges."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage

# Colours of the palette: the most frequent ones, and those that are the least like any of them: a few cells in red.
FREQUENT, APART = 224, 32
# Colours that are compared with the palette at once.
MOST_COLOURS = 4096


def png(image: QImage) -> bytes:
    """Return an image without transparency as a PNG of at most 256 colours, undithered."""
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = flat.width(), flat.height()
    bits = flat.constBits()
    bits.setsize(4 * width * height)
    pixels = (np.frombuffer(bytes(bits), np.uint32) & 0xFFFFFF).reshape(height, width)
    colours, position, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    palette = _palette(colours, counts)
    nearest = _nearest(colours, palette)
    indexed = np.zeros((height, (width + 3) // 4 * 4), np.uint8)
    indexed[:, :width] = nearest[position].reshape(height, width)
    data = indexed.tobytes()
    made = QImage(data, width, height, indexed.shape[1], QImage.Format.Format_Indexed8)
    made.setColorTable([0xFF000000 | int(colour) for colour in palette])
    return image_bytes(made, "PNG")


def _palette(colours: np.ndarray, counts: np.ndarray) -> np.ndarray:
    order = np.argsort(-counts, kind="stable")
    chosen = colours[order[:FREQUENT]]
    others = colours[order[FREQUENT:]]
    if not len(others):
        return chosen
    channels, added = _channels(others), []
    distance = ((channels - _channels(chosen)[_nearest(others, chosen)]) ** 2).sum(axis=1)
    for _ in range(min(APART, len(others))):
        farthest = int(distance.argmax())
        added.append(others[farthest])
        distance = np.minimum(distance, ((channels - channels[farthest]) ** 2).sum(axis=1))
    return np.append(chosen, added).astype(colours.dtype)


def _nearest(colours: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """The position in the palette of the colour closest to each one."""
    wanted, channels = _channels(colours), _channels(palette)
    nearest = np.empty(len(colours), np.uint8)
    for start in range(0, len(colours), MOST_COLOURS):
        block = wanted[start : start + MOST_COLOURS]
        distance = ((block[:, None, :] - channels[None, :, :]) ** 2).sum(axis=2)
        nearest[start : start + MOST_COLOURS] = distance.argmin(axis=1)
    return nearest


def _channels(colours: np.ndarray) -> np.ndarray:
    return np.stack([(colours >> shift) & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.int32)


def image_bytes(image: QImage, kind: str, quality: int = -1) -> bytes:
    """Return an image as a file of a kind, PNG or JPG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)
    return bytes(data)
