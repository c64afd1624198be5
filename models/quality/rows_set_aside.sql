-- Says which accepted rows became no event, and why, so that nothing goes missing between staging and the marts.
-- Grain: one row per row set aside (file_name, line_number).
{%- set report_models = [
    'credential_reports', 'program_enrollment_reports', 'completion_reports', 'articulated_credit_reports', 'wage_reports'
] %}

with set_aside as (
    {%- for model in report_models %}
    select
        file_name,
        line_number,
        agency,
        extract,
        set_aside_reason
    from {{ ref(model) }}
    where set_aside_reason is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    file_name,
    line_number,
    agency,
    extract,
    set_aside_reason as reason
from set_aside
