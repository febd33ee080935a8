"""What every screen must do, whoever declares it: each behaviour on each registered screen."""
