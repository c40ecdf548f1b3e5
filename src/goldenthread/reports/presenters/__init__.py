"""From a report and its figures to pages and a document: no request, no query, no clock."""
