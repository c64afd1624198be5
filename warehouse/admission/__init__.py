"""Admission: what stands between a raw delivery and the warehouse.

A delivery is a file of an agency's extract. It is compared with the agency's manifest and with the
extract's contract (`models/staging/*/_sources.yml`); what may not be read is refused by name, and
of what may be read every line is accounted for. dbt calls it as a plugin (`plugin.py`), an agency
calls it alone as `warehouse check` (`check.py`).

No message, log or exception of this package holds the content of a field: deliveries carry names,
birth dates and Social Security numbers.
"""
