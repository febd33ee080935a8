"""A comment is taken apart, in any language and with any marks between the values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_config.generator.inference.comments import parse_comment


@pytest.mark.parametrize(
    ("comment", "label", "choices"),
    [
        ("status (0: draft, 1: approved)", "status", {"0": "draft", "1": "approved"}),
        ("状态（0正常 1停用）", "状态", {"0": "正常", "1": "停用"}),
        ("状态:0-禁用,1-启用", "状态", {"0": "禁用", "1": "启用"}),
        (
            "订单状态：1待付款；2待发货；3已完成",
            "订单状态",
            {"1": "待付款", "2": "待发货", "3": "已完成"},
        ),
        ("类型 [1=收入, 2=支出]", "类型", {"1": "收入", "2": "支出"}),
        ("平台: wechat/qq", "平台", {"wechat": "", "qq": ""}),
        ("来源: manual 手动 / auto 自动", "来源", {"manual": "手动", "auto": "自动"}),
        ("sent/paid/gone(for good)", "", {"sent": "", "paid": "", "gone": ""}),
        ("是否删除 0否1是", "是否删除", {"0": "否", "1": "是"}),
        ("菜单类型（M目录 C菜单 F按钮）", "菜单类型", {"M": "目录", "C": "菜单", "F": "按钮"}),
        ("type: A=Active|I=Inactive", "type", {"A": "Active", "I": "Inactive"}),
        ("Estado (P - pendiente / C - cerrado)", "Estado", {"P": "pendiente", "C": "cerrado"}),
        ("区分 1：個人、2：法人", "区分", {"1": "個人", "2": "法人"}),
        ("0: draft, 1: approved", "", {"0": "draft", "1": "approved"}),
        ("级别（-1无 0低 1高）", "级别", {"-1": "无", "0": "低", "1": "高"}),
    ],
)
def test_lists_of_values_are_found(comment: str, label: str, choices: dict[str, str]) -> None:
    remark = parse_comment(comment)
    assert (remark.label, dict(remark.choices)) == (label, choices)


@pytest.mark.parametrize(
    "comment",
    [
        "Password, 8 to 20 letters",
        "note: see below",
        "合同ID（信息id）",
        "date, such as 2010-01-02",
        "the ratio, 1:2 or 3:4",
        "自定义字段1 (数字)",
        "https://example.com/a",
    ],
)
def test_what_lists_nothing_stays_a_label(comment: str) -> None:
    assert parse_comment(comment).choices == ()


@pytest.mark.parametrize(
    ("comment", "label"),
    [
        ("父部门ID(0为顶级)", "父部门ID"),
        ("金额（分）", "金额（分）"),
        ("文件大小(byte)", "文件大小(byte)"),
        ("预估（完成）时间", "预估（完成）时间"),
        ("过期时间，null表示永久", "过期时间"),
        ("协议类型: general/register 等", "协议类型"),
        ("消息分类: system/approval/...", "消息分类"),
        ("地区（省/市/区县，斜杠分隔）", "地区"),
        ("TCP/IP", "TCP/IP"),
        ("media: image/png", "media: image/png"),
        ("day: yyyy/mm/dd", "day: yyyy/mm/dd"),
    ],
)
def test_a_label_is_what_stands_before_the_explanation(comment: str, label: str) -> None:
    assert (parse_comment(comment).label, parse_comment(comment).choices) == (label, ())


WORDS = st.text(st.sampled_from("正常停用审核通过已付款退待发货"), min_size=1, max_size=6)
LATIN = st.text(st.sampled_from("abcdefghijklmnop"), min_size=2, max_size=9)
SIGNS = st.sampled_from([":", "：", "=", "-", " - ", "->"])
MARKS = st.sampled_from([",", "，", ";", "；", "、", " / ", "|", ", ", "\n"])
BRACKETS = st.sampled_from([("（", "）"), ("(", ")"), ("[", "]"), ("：", ""), (": ", "")])


@given(
    titles=st.lists(st.one_of(WORDS, LATIN), min_size=2, max_size=6, unique=True),
    sign=SIGNS,
    mark=MARKS,
    brackets=BRACKETS,
    label=st.one_of(WORDS, LATIN),
)
def test_every_way_of_writing_a_list_is_read(
    titles: list[str], sign: str, mark: str, brackets: tuple[str, str], label: str
) -> None:
    entries = mark.join(f"{number}{sign}{title}" for number, title in enumerate(titles))
    remark = parse_comment(f"{label}{brackets[0]}{entries}{brackets[1]}")
    assert [title for _value, title in remark.choices] == titles
    assert [value for value, _title in remark.choices] == [str(n) for n in range(len(titles))]
    assert remark.label == label


@given(st.text(max_size=200))
def test_no_comment_is_too_strange(comment: str) -> None:
    remark = parse_comment(comment)
    values = [value for value, _title in remark.choices]
    assert len(values) == len(set(values))
    assert all(title for _value, title in remark.choices)
