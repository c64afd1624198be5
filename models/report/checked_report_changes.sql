-- Says of each figure of the report that speaks of one member or of the whole state whether it changed by more than
-- the Council lets pass without a word. Few people, or a change that chance alone makes, ask for none; a median asks
-- for enough of them in both years. Rates are made of two counts that are compared themselves.
-- Grain: one row per school year, dimension, member and measure (school_year, dimension, member, measure).
with parameters as (
    {{ rule_parameters(['largest_change', 'least_people_compared', 'change_deviations']) }}
),

figures as (
    select
        margins.*,
        measures.kind,
        lag(margins.value) over earlier_years as value_before,
        lag(margins.persons) over earlier_years as persons_before
    from {{ ref('report_margins') }} as margins
    inner join {{ ref('report_measures') }} as measures on margins.measure = measures.measure
    where measures.kind in ('events', 'persons', 'dollars')
    window earlier_years as (
        partition by margins.dimension, margins.member, margins.measure
        order by margins.school_year
    )
),

-- A count differs from another by chance as much as the root of their sum.
judged as (
    select
        figures.school_year,
        figures.dimension,
        figures.member,
        figures.measure,
        figures.value,
        figures.value_before,
        case
            when
                figures.persons_before >= parameters.least_people_compared
                and (figures.kind <> 'dollars' or figures.persons >= parameters.least_people_compared)
                then
                    abs(figures.value - figures.value_before) > parameters.largest_change * figures.value_before
                    and (
                        figures.kind = 'dollars'
                        or abs(figures.value - figures.value_before)
                        > parameters.change_deviations * sqrt(figures.value + figures.value_before)
                    )
        end as is_large
    from figures
    cross join parameters
)

select
    judged.school_year,
    judged.dimension,
    judged.member,
    judged.measure,
    judged.value,
    judged.value_before,
    case
        when judged.is_large
            then not exists (
                select 1
                from {{ ref('change_explanations') }} as explanations
                where {{ explains('explanations', 'judged') }}
            )
        else judged.is_large
    end as change_unexplained
from judged
