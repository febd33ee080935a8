"""A process that ends when the one that started it is gone, however that one ended."""

import ctypes
import os
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
#: Loaded here, because nothing may be loaded between fork and exec.
_libc = ctypes.CDLL(None, use_errno=True)
_prctl: Callable[..., int] | None = getattr(_libc, "prctl", None)


def end_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal as soon as its parent has ended.

    A parent that ended before the call is noticed as well. The kernel follows the thread that
    forked: start children from a thread that lives as long as the process. Outside Linux nothing
    happens.
    """
    if _prctl is None:
        return
    _prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), how)
