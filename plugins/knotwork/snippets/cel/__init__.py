"""Expressions in CEL: whether they compile, and what the rules of a custom resource say of an object.

The checks need the package `cel-expr-python`, which the extra `cel` installs; without it nothing is claimed.
"""
