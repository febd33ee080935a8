"""The form of a screen: layout, widgets, children, saving without loss."""
