"""From assessments and decisions to pages, tables and documents. Pure: no request, no query."""
