"""What leaves the study: quotations, marked or asked for, reports, transcripts on paper."""
