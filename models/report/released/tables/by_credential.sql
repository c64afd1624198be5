-- Lays the released table by_credential out for readers (policy 5.A(b)-(d)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('by_credential', [
    'attempts',
    'persons_attempted',
    'attempts_passed',
    'pass_rate',
    'awards',
    'persons_earned'
]) }}
