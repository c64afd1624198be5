-- Lays the released table pay_by_quarter out for readers (policy 4.A(b)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('pay_by_quarter', [
    'median_pay_of_quarter'
]) }}
