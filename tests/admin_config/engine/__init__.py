"""Tests of admin_config/engine."""
