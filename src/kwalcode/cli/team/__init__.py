"""Several coders: rounds, copies, agreement, and what counts from now on."""
