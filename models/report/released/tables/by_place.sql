-- Lays the released table by_place out for readers (policy 5.A(f)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('by_place', [
    'persons_enrolled',
    'persons_attempted_high_value',
    'high_value_awards',
    'persons_earned_high_value'
]) }}
