{# The sum today of a dollar a year, from a year hence and for var return_years years, at a yearly rate. #}
{% macro worth_of_a_dollar_a_year(rate) -%}
    {%- set worth = namespace(sum=0) -%}
    {%- for year in range(1, var('return_years') + 1) -%}
        {%- set worth.sum = worth.sum + 1 / (1 + rate) ** year -%}
    {%- endfor -%}
    {{ '%.9f' | format(worth.sum) }}
{%- endmacro %}


{# Who pays for an award, as award_costs names them. #}
{% macro payer_levels() -%}
    {{ return(['student', 'federal', 'state', 'local']) }}
{%- endmacro %}


{#
    Comparisons by a key, with what a return is made of beside them: the share of quarters with pay (a relation of
    paid_shares), the costs (one of costs_by_level) and the tax rate of var price_base_year.
#}
{% macro beside_costs(comparisons, shares, costs, key) -%}
    select
        {{ comparisons }}.*,
        {{ shares }}.paid_share,
        {%- for payer in payer_levels() + ['public'] %}
        {{ costs }}.{{ payer }}_cost,
        {%- endfor %}
        tax_rates.tax_rate
    from {{ comparisons }}
    left join {{ shares }} on {{ comparisons }}.{{ key }} = {{ shares }}.{{ key }}
    left join {{ costs }} on {{ comparisons }}.{{ key }} = {{ costs }}.{{ key }}
    left join {{ ref('state_tax_rates') }} as tax_rates on tax_rates.calendar_year = {{ var('price_base_year') }}
{%- endmacro %}


{#
    What comes back and who is behind it, from a relation of beside_costs. Returns are linear in the premium, and so
    are the ends of their intervals; years of payback divide by it, so that they are longest at its lower end. Undefined
    is empty: no payback where the interval doesn't lie above zero, for it would have no end; no return without a known
    cost; and neither where too few are behind the premium for an interval.
#}
{% macro return_columns(relation) -%}
    {%- set added = relation ~ '.premium * ' ~ relation ~ '.paid_share' %}
    {%- for name in [
        'persons_in_cohort', 'persons_with_pay', 'persons_compared', 'persons_provisional', 'percent_covered',
        'comparison_records', 'comparison_persons', 'premium', 'interval_low', 'interval_high',
        'max_standardized_difference'
    ] %}
    {{ relation }}.{{ name }},
    {%- endfor %}
    cast(round(100 * {{ relation }}.paid_share, 1) as decimal(4, 1)) as percent_of_quarters_paid,
    cast(round({{ added }}, 2) as decimal(12, 2)) as added_pay_a_year,
    {%- for payer in payer_levels() + ['public'] %}
    cast(round({{ relation }}.{{ payer }}_cost, 2) as decimal(14, 2)) as {{ payer }}_cost,
    {%- endfor %}
    {%- for ending, end in {'': 'premium', '_low': 'interval_high', '_high': 'interval_low'}.items() %}
    cast(
        round(
            case
                when {{ relation }}.interval_low > 0
                    then {{ relation }}.student_cost / nullif({{ relation }}.{{ end }} * {{ relation }}.paid_share, 0)
            end, 4
        ) as decimal(12, 4)
    ) as payback_years{{ ending }},
    {%- endfor %}
    {%- for name, rate in var('discount_rates').items() %}
    {%- for ending, end in {'': 'premium', '_interval_low': 'interval_low', '_interval_high': 'interval_high'}.items() %}
    {%- set worth -%}
    case
        when {{ relation }}.interval_low is not null
            then {{ relation }}.{{ end }} * {{ relation }}.paid_share * {{ worth_of_a_dollar_a_year(rate) }}
    end
    {%- endset %}
    cast(
        round({{ worth }} - {{ relation }}.student_cost, 2) as decimal(14, 2)
    ) as net_present_value_{{ name }}_rate{{ ending }},
    {%- for payer in ['public', 'state'] %}
    cast(
        round({{ worth }} * {{ relation }}.tax_rate / nullif({{ relation }}.{{ payer }}_cost, 0), 4) as decimal(12, 4)
    ) as tax_per_{{ payer }}_dollar_{{ name }}_rate{{ ending }},
    {%- endfor %}
    {%- endfor %}
    {%- endfor %}
    {{ relation }}.tax_rate,
    'descriptive' as interpretation
{%- endmacro %}


{# By a key of a relation of events, the share of the year after's quarters with pay, of those observed. #}
{% macro paid_shares(events, key) -%}
    select
        {{ events }}.{{ key }},
        1.0 * sum(case when followed.observation = 'paid' then 1 else 0 end) / count(*) as paid_share
    from {{ events }}
    inner join {{ ref('fct_outcome_quarter') }} as followed
        on {{ events }}.outcome_event_id = followed.outcome_event_id
    where
        followed.follow_up_quarter between {{ var('comparison_windows')['after'] | join(' and ') }}
        and followed.observation in ('paid', 'not_paid')
    group by {{ events }}.{{ key }}
{%- endmacro %}


{# By a key, the cost to each level of payer, from a relation of payer_level and a cost. #}
{% macro costs_by_level(relation, key, cost='cost_per_award') -%}
    select
        {{ key }},
        {%- for level in payer_levels() %}
        sum(case when payer_level = '{{ level }}' then {{ cost }} end) as {{ level }}_cost,
        {%- endfor %}
        sum(case when payer_level <> 'student' then {{ cost }} end) as public_cost
    from {{ relation }}
    group by {{ key }}
{%- endmacro %}
