"""The toy domain's tables, made from its models as they are."""
