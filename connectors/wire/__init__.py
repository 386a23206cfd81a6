"""Bytes in, values out: no socket, no clock, no SQL."""
