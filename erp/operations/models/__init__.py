"""What operations stores."""

from erp.operations.models.heartbeat import Heartbeat

__all__ = ["Heartbeat"]
