"""What leaves as a document: quotations, figures, graphs and the analysis report."""
