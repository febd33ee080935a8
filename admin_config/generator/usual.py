"""What states and steps are usually called: the words told, the symbol, the Chinese."""

from __future__ import annotations

#: Step: what is told of it, the symbol of its button, its Chinese, the Chinese of what is told.
STEPS: dict[str, tuple[str, str, str, str]] = {
    "submit": ("submitted", "send", "提交", "已提交"),
    "approve": ("approved", "verified", "批准", "已批准"),
    "reject": ("returned", "undo", "退回", "已退回"),
    "cancel": ("cancelled", "cancel", "取消", "已取消"),
    "reopen": ("reopened", "lock_open", "重新打开", "已重新打开"),
    "finish": ("finished", "task_alt", "完成", "已完成"),
    "complete": ("completed", "task_alt", "完成", "已完成"),
    "start": ("started", "play_arrow", "开始", "已开始"),
    "close": ("closed", "lock", "关闭", "已关闭"),
    "send": ("sent", "outgoing_mail", "发送", "已发送"),
    "receive": ("received", "inbox", "收货", "已收货"),
    "return": ("returned", "keyboard_return", "归还", "已归还"),
    "lose": ("lost", "help", "遗失", "已遗失"),
    "find": ("found", "search_check", "找回", "已找回"),
    "lend": ("lent", "outbound", "借出", "已借出"),
    "pay": ("paid", "payments", "付款", "已付款"),
    "win": ("won", "emoji_events", "赢单", "已赢单"),
    "confirm": ("confirmed", "check_circle", "确认", "已确认"),
}
#: Chinese of what states are usually called.
STATES: dict[str, str] = {
    "draft": "草稿",
    "submitted": "已提交",
    "approved": "已批准",
    "in progress": "进行中",
    "done": "已完成",
    "cancelled": "已取消",
    "open": "未结",
    "closed": "已关闭",
    "lent": "借出",
    "returned": "已归还",
    "lost": "已遗失",
    "sent": "已发送",
    "received": "已收货",
    "paid": "已付款",
    "confirmed": "已确认",
    "rejected": "已退回",
}
#: Past participles that no ending makes.
_IRREGULAR = {
    "begin": "begun",
    "give": "given",
    "hold": "held",
    "make": "made",
    "put": "put",
    "take": "taken",
    "write": "written",
    "buy": "bought",
    "sell": "sold",
    "bring": "brought",
    "ship": "shipped",
    "stop": "stopped",
}


def told_of(step: str) -> str:
    """Return what is told of a step: ``finish`` is told as ``finished``."""
    verb, space, rest = step.partition("_")
    if step in STEPS:
        return STEPS[step][0]
    if verb in _IRREGULAR:
        done = _IRREGULAR[verb]
    elif verb.endswith("e"):
        done = f"{verb}d"
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        done = f"{verb[:-1]}ied"
    else:
        done = f"{verb}ed"
    return f"{done} {rest.replace('_', ' ')}" if space else done


#: The life cycle that a paper has unless its description says otherwise.
PAPER_STEPS: dict[str, str] = {
    "submit": "draft -> submitted",
    "approve": "submitted -> approved A another",
    "reject": "submitted -> draft A reason",
    "finish": "approved -> done",
    "reopen": "approved -> draft A reason",
    "cancel": "draft, submitted, approved -> cancelled reason",
}
