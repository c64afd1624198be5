"""Typed columns as the texts that stand in a file, by the contract's types and formats."""

import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.simulate.layouts import Column, Layout
from warehouse.simulate.noise_rows import DirtyBatch

CENTS = pa.array([f".{cent:02d}" for cent in range(100)])
HUNDREDTHS = pa.array(
    ["" if n == 0 else f".{n // 10}" if n % 10 == 0 else f".{n:02d}" for n in range(100)]
)


def render(dirty: DirtyBatch) -> dict[str, pa.Array]:
    """Render every declared column of a batch, by warehouse name; a missing value is null.

    Cells that noise lays over the true ones are put in last.
    """
    layout, frame = dirty.batch.layout, dirty.batch.frame
    rendered = {}
    for column in layout.columns:
        texts = _texts(layout, column, frame[column.name])
        laid = dirty.cells.get(column.name)
        rendered[column.name] = _overlaid(texts, laid) if laid else texts
    return rendered


def _texts(layout: Layout, column: Column, values: pd.Series) -> pa.Array:
    if column.data_type == "date":
        return _dates(values, layout.date_format)
    if column.data_type == "boolean":
        return _flags(values)
    if column.data_type == "integer":
        return pa.array(values.astype("Int64"), pa.int64()).cast(pa.string())
    if column.data_type.startswith("decimal"):
        return _amounts(values)
    return _flat(pa.array(values.astype("str"), pa.string(), from_pandas=True))


def _dates(values: pd.Series, date_format: str) -> pa.Array:
    """Format dates by looking each day up in a table of the days that occur."""
    days = values.to_numpy().astype("datetime64[D]")
    is_missing = np.isnat(days)
    numbers = np.where(is_missing, 0, days.astype(np.int64))
    unique, index = np.unique(numbers, return_inverse=True)
    epoch = datetime.date(1970, 1, 1)
    texts = [
        (epoch + datetime.timedelta(days=int(number))).strftime(date_format) for number in unique
    ]
    return pa.array(texts, pa.string()).take(pa.array(index, mask=is_missing))


def _flags(values: pd.Series) -> pa.Array:
    flags = pa.array(values.astype("boolean"), pa.bool_())
    return pc.if_else(flags, "Y", "N").cast(pa.string())


def _amounts(values: pd.Series) -> pa.Array:
    """Write whole cents as dollars with two places, other numbers as short as they are."""
    if values.dtype == np.int64:
        hundredths, is_missing, endings = values.to_numpy(), None, CENTS
    else:
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
        is_missing = np.isnan(numbers)
        hundredths = np.rint(np.where(is_missing, 0, numbers) * 100).astype(np.int64)
        endings = HUNDREDTHS
    size = np.abs(hundredths)
    whole = pa.array(size // 100, mask=is_missing).cast(pa.string())
    texts = pc.binary_join_element_wise(whole, endings.take(pa.array(size % 100)), "")
    negative = hundredths < 0
    if negative.any():
        texts = pc.if_else(pa.array(negative), pc.binary_join_element_wise("-", texts, ""), texts)
    return texts


def _overlaid(texts: pa.Array, laid: dict[int, str]) -> pa.Array:
    mask = np.zeros(len(texts), bool)
    mask[list(laid)] = True
    return pc.replace_with_mask(
        texts, pa.array(mask), pa.array([laid[row] for row in sorted(laid)], pa.string())
    )


def _flat(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
