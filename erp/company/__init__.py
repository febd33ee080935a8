"""The trading company itself: its profile, currencies, taxes, numbers, texts and regions."""
