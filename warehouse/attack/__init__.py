"""The adversary of a release: what can be told from the published files alone.

Nothing here may import the protection (`warehouse.release`), or read a table that isn't published:
an audit that shared its code or its knowledge would share its mistakes.
"""
