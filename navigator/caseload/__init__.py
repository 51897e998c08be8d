"""The caseload: who needs somebody today, what is on its way, who has gone quiet, and everybody."""
