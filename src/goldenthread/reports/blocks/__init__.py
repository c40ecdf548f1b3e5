"""Case studies, quotations and maps between the words of a report."""
