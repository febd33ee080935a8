"""Behaviours that a screen does not have, each with its reason; a needless one fails the tests.

The behaviour is the name of its test without ``test_``; an exempted test is expected to fail.
"""

#: (behaviour, screen): reason
EXEMPTIONS: dict[tuple[str, str], str] = {
    (
        "find_leads_to_a_record_from_anywhere",
        "parties.party",
    ): "a trading partner is found once, as the customer or supplier that it is",
}
