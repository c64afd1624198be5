-- Compares each event's real quarterly pay in a year after with that in a year before, the quarters beside the event
-- left out (policy 4.A(b)). A side is empty unless all its quarters are delivered and the person could be looked for in
-- each, so that neither a missing file nor an unknown person looks like a loss.
-- Grain: one row per event (outcome_event_id).
{%- set sides = var('gain_quarters') %}
{%- set needed = {} %}
{%- for side in sides %}{% do needed.update({side: sides[side][1] - sides[side][0] + 1}) %}{% endfor %}
with followed as (
    select
        outcome_event_id,
        event_type,
        observation,
        is_provisional,
        case
            {%- for side in needed %}
            when follow_up_quarter between {{ sides[side][0] }} and {{ sides[side][1] }} then '{{ side }}'
            {%- endfor %}
        end as side,
        -- Of a child, of who works elsewhere and of whom nobody could look for, no pay isn't zero.
        case when observation in ('paid', 'not_paid') then real_wages end as observed_wages
    from {{ ref('fct_outcome_quarter') }}
    where
        follow_up_quarter between {{ sides.before[0] }} and {{ sides.before[1] }}
        or follow_up_quarter between {{ sides.after[0] }} and {{ sides.after[1] }}
),

summed as (
    select
        outcome_event_id,
        max(event_type) as event_type,
        bool_and(observation <> 'not_loaded') as is_loaded,
        coalesce(bool_or(is_provisional), false) as is_provisional,
        {%- for side in needed %}
        sum(case when side = '{{ side }}' then observed_wages end) as total_{{ side }},
        count(case when side = '{{ side }}' then observed_wages end) as observed_{{ side }},
        count(case when side = '{{ side }}' and observed_wages > 0 then 1 end) as paid_{{ side }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from followed
    group by outcome_event_id
),

averaged as (
    select
        outcome_event_id,
        event_type,
        is_loaded,
        is_provisional,
        {%- for side, quarters in needed.items() %}
        case
            when observed_{{ side }} = {{ quarters }} then {{ mean_amount('total_' ~ side, quarters) }}
        end as real_wages_{{ side }},
        case
            when observed_{{ side }} = {{ quarters }} then {{ mean_amount('total_' ~ side, 'paid_' ~ side) }}
        end as paid_real_wages_{{ side }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from summed
)

select
    outcome_event_id,
    event_type,
    is_loaded,
    is_provisional,
    real_wages_before,
    real_wages_after,
    cast(real_wages_after - real_wages_before as decimal(12, 2)) as gain,
    paid_real_wages_before,
    paid_real_wages_after,
    cast(paid_real_wages_after - paid_real_wages_before as decimal(12, 2)) as paid_gain
from averaged
