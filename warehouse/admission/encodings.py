"""What a file that isn't in its declared encoding looks like, so that the message can name it."""

import codecs
from pathlib import Path

SAMPLED_BYTES = 1 << 22
_SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive; export it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; export it as CSV"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a parquet file; name it .parquet"),
    (b"\x1f\x8b", "compressed with gzip; name it .csv.gz"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "XML"),
)


def utf_16_by_sight(sample: bytes) -> str | None:
    """Name the two- or four-byte encoding of which the bytes bear the mark or the look."""
    if sample.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half > 4 and max(even, odd) > 0.7 * half and min(even, odd) < 0.1 * half:
        return "UTF-16 without a byte-order mark"
    return None


def describe_binary(sample: bytes) -> str | None:
    """Name the kind of file that the first bytes tell, if it is no delimited text."""
    for signature, description in _SIGNATURES:
        if sample.lower().startswith(signature.lower()):
            return description
    return None


def likely_encoding(path: Path) -> str:
    """Guess what a file that is no UTF-8 is, by which bytes above 127 it uses."""
    from warehouse.admission.lines import open_delivery

    with open_delivery(path) as stream:
        sample = stream.read(SAMPLED_BYTES)
    high = [byte for byte in sample if byte >= 0x80]
    if not high:
        return "another encoding"
    # windows-1252 has quotes and dashes at 0x91-0x97 and accented letters from 0xC0; the old code
    # pages of DOS and Macintosh have their accented letters between 0x80 and 0xA5.
    letters = sum(byte >= 0xC0 for byte in high)
    punctuation = sum(0x91 <= byte <= 0x97 for byte in high)
    controls = sum(0x80 <= byte <= 0x9F for byte in high)
    if letters * 2 >= len(high) and not controls:
        return "windows-1252 (or ISO-8859-1)"
    if (letters + punctuation) * 2 >= len(high):
        return "windows-1252"
    return "an old DOS or Macintosh code page (cp437, cp850, mac_roman)"
