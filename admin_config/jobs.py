"""The console's background entries, found at start: each behaviour keeps its own."""

from admin_config.engine.bulk import jobs as bulk
from admin_config.engine.deleting import jobs as deleting
from admin_config.engine.exports import jobs as exports
from admin_config.engine.merging import doing as merging
from admin_config.engine.printing import jobs as printing
from admin_config.engine.transfer import jobs as transfer

__all__ = ["bulk", "deleting", "exports", "merging", "printing", "transfer"]
