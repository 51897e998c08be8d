"""The circle of care: family, friends and supporters a person invites, and what each may see and do."""
