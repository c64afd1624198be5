-- Lays the released table ways_on out for readers (policy 4.A(b)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('ways_on', [
    'persons_earned_first'
]) }}
