"""The thread assembled: the annual report and what is written around it."""
