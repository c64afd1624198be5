"""Disclosure control: what of the report's cells may be shown, and in what form."""
