"""The one kind of error that a command shows as a sentence and not as a traceback."""


class WarehouseError(Exception):
    """Something that the person at the keyboard can mend; the message says what and how."""
