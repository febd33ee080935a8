"""Catalogues of translated strings, made in pure Python: nothing of GNU gettext is needed."""
