-- Lays the released table credit_by_institution out for readers (policy 5.A(e)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('credit_by_institution', [
    'credit_awards',
    'persons_given_credit'
]) }}
