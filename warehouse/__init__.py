"""The commands beside the dbt project: simulate, check, publish, query and evaluate matching."""
