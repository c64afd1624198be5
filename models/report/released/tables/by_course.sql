-- Lays the released table by_course out for readers (policy 5.A(a)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('by_course', [
    'enrollments',
    'persons_enrolled'
]) }}
