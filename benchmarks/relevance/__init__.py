"""How rightly listings are found: lay queries and judged queries, beside what else the search could have been."""
