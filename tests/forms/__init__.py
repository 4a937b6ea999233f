"""Tests of the forms that come with Doorstep."""
