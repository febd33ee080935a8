"""Stories across domains, from the first word of a customer to the end of the paper."""
