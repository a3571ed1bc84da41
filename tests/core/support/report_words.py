"""Words of the report in tests."""

from __future__ import annotations

HOSTILE = "<script>alert(1)</script>"


class Words(dict):
    """Any word is its key; those with fields say what they hold."""

    FIELDS = {
        "others_row": "{count} others",
        "others_note": "{shown} of {count}",
        "flows_home": "home {amount}",
        "flows_others": "{count} more, {amount}",
        "of_zones": "of {count}",
        "account_note": "differ by {difference}",
        "account_reported": "reported {error}",
        "account_zero": "zero {accounts}",
        "left_out": "{count} left out",
        "made_with": "with {version}",
        "first_rows": "{shown} of {count}",
    }

    def __missing__(self, key: str) -> str:
        return self.FIELDS.get(key, key)

    def get(self, key, default=None):
        return default if key.startswith(("source:", "unit:", "note_")) else self[key]


WORDS = Words()
