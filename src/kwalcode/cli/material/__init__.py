"""The material: documents, who speaks in them, what is known of them, and corrections."""
