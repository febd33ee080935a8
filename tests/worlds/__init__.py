"""Public schemas as whole domains, each generated, checked and tested in a copy of the tree."""
