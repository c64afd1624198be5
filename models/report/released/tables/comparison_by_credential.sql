-- Lays the released table comparison_by_credential out for readers (policy 4.A(b)).
-- Grain: one row per school year and members (school_year, member_1, member_2).
{{ wide_table('comparison_by_credential', [
    'premium',
    'premium_low',
    'premium_high',
    'net_present_value_low_rate',
    'net_present_value_low_rate_low',
    'net_present_value_low_rate_high',
    'net_present_value_high_rate',
    'net_present_value_high_rate_low',
    'net_present_value_high_rate_high',
    'student_cost',
    'public_cost',
    'payback_years',
    'payback_years_low',
    'payback_years_high',
    'state_return',
    'state_return_low',
    'state_return_high'
]) }}
