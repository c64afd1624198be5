-- Lays the released table outcomes_by_credential out for readers (policy 5.A(h)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('outcomes_by_credential', [
    'persons_followed',
    'persons_employed',
    'employment_rate',
    'median_wages'
]) }}
