"""The caseload, and referrals to groups and services until the loop is closed."""
