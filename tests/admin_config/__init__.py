"""Tests of admin_config."""
