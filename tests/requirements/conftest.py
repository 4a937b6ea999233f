"""A real profile for the behaviours that need one."""

from services.conftest import clock, profile

__all__ = ["clock", "profile"]
