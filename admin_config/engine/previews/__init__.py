"""What a form comes to, drawn beside it while people type; nothing of it is kept."""
