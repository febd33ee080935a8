"""What the Chinese in a customer's words says beyond the goods; only courtesies are let pass."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

#: The range of Chinese characters, for use inside ``[]`` of an expression.
CHINESE = "\u3400-\u9fff\uf900-\ufaff"
CHINESE_RUN = re.compile(f"[{CHINESE}]+")

#: Traditional characters of this trade, each followed by the simplified one.
_PAIRS = (
    "軸轴鏽锈銹锈鋼钢報报價价請请數数號号現现貨货個个隻只條条對对臺台顆颗張张雙双單单樣样產产進进國国廠厂"
    "規规稱称類类編编碼码購购買买訂订採采詢询問问緊紧謝谢貴贵們们這这幫帮煩烦麼么嗎吗總总額额稅税運运費费"
    "郵邮發发庫库裝装溝沟滾滚圓圆錐锥調调觸触關关節节帶带輪轮鏈链絲丝釘钉墊垫閥阀門门電电機机動动氣气潤润"
    "齒齿傳传導导線线絕绝緣缘鋁铝銅铜鐵铁鑄铸膠胶頭头聯联減减壓压熱热溫温無无與与還还舊旧優优質质級级標标"
    "準准備备註注記记項项內内徑径長长寬宽種种輸输為为開开您您說说給给盡尽圖图兩两幾几環环針针盜盗"
)
_SIMPLIFIED = str.maketrans(_PAIRS[::2], _PAIRS[1::2])

#: What goes with any enquiry and says nothing of the goods.
_NOISE = frozenset(
    word
    for line in (
        "的 了 和 与 及 请 要 有 吗 呢 报 价 买 急 货 牌 我 我们 您 你 你们 贵司 贵公司 您好 你好",
        "谢谢 多谢 麻烦 帮 帮我 帮忙 请问 请报 请报价 报价 询价 询问 求购 采购 购买 订购 订货 下单",
        "需 需要 需求 急需 急用 尽快 想 想要 想买 只要 要求 现在 价格 单价 总价 最低价 含税 不含税",
        "未税 运费 含运费 包邮 多少 多少钱 现货 库存 有货 交期 货期 交货 交货期 发货 到货 型号",
        "规格 品牌 牌子 厂家 厂商 生产厂家 制造商 名称 品名 产品 商品 货物 物品 物料 物料号",
        "料号 货号 件号 零件 零件号 编号 编码 代码 条码 条形码 订货号 单位 数量 总数 合计 共 共计",
        "大约 左右 备注 序号 原装 正品 全新 每 每只 每个 每套 每件 这个 这款 以下 如下 清单 订单",
        "老板 时间 物料编码 约 价钱 报个价 型号规格 规格型号",
    )
    for word in line.split()
)
_UNIT = "[只个件套台条根支把箱包盒对副粒片米颗张]"
#: A number in words with its unit.
_COUNTED = re.compile(f"[一二两三四五六七八九十百千几]+{_UNIT}")
#: Alone between blanks a unit is one; inside a word it is part of it.
_UNIT_ALONE = re.compile(_UNIT)
#: The word for bearings, which people here put beside any bearing's number.
BEARING = "轴承"
#: What people put before a designation that is out of use.
OLD_MODEL = frozenset({"旧型号", "老型号"})
#: After such a character a word means the opposite of what it means alone.
_TURNED = "不非无未没防免"
#: No word is longer; a name of goods that is, is found in pieces.
_LONGEST = 16
#: So much of a run is shown where one character of it is not understood.
_SHOWN = 12


def simplified(text: str) -> str:
    """Return the text with the traditional characters of this trade simplified, no longer."""
    return text.translate(_SIMPLIFIED)


def chinese_names(told: str) -> frozenset[str]:
    """Return the Chinese in what is told of goods, simplified, with the word for bearings.

    Where the goods are called something else in Chinese, that word is not theirs.
    """
    names = frozenset(CHINESE_RUN.findall(simplified(told)))
    return names or frozenset({BEARING})


def not_understood(run: str, makers: Collection[str], goods: Collection[str]) -> list[str]:
    """Return what of a run of Chinese neither courtesy nor a maker nor the goods' names explain.

    Makers are taken whole; of the goods' names two characters next to each other are enough.
    """
    text = simplified(run)
    if _UNIT_ALONE.fullmatch(text):
        return []
    whole = _NOISE | {simplified(name) for name in makers}
    pieces = {piece for name in goods for piece in _pieces(name)}
    unknown = _fewest_unknown(text, whole | pieces)
    found = []
    for start, end in _stretches(unknown):
        found.append(run[start:end] if end - start > 1 else run[:_SHOWN])
    return list(dict.fromkeys(found))


def _pieces(name: str) -> Iterator[str]:
    for start in range(len(name) - 1):
        if start and name[start - 1] in _TURNED:
            continue
        for end in range(start + 2, min(len(name), start + _LONGEST) + 1):
            yield name[start:end]


def _fewest_unknown(text: str, known: Collection[str]) -> tuple[int, ...]:
    """Return the places left over when known words are laid over the text as well as can be."""
    best: list[tuple[int, ...]] = [()]
    for end in range(1, len(text) + 1):
        choices = [(*best[end - 1], end - 1)]
        for start in range(max(0, end - _LONGEST), end):
            piece = text[start:end]
            if piece in known or _COUNTED.fullmatch(piece):
                choices.append(best[start])
        best.append(min(choices, key=len))
    return best[-1]


def _stretches(places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield beginning and end of each row of neighbouring places."""
    start = 0
    for number, place in enumerate(places):
        if number + 1 == len(places) or places[number + 1] != place + 1:
            yield places[start], place + 1
            start = number + 1
