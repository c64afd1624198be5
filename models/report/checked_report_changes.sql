-- Says of each figure of the report that speaks of one member or of the whole state whether it changed by more than
-- the Council lets pass without a word. A count is asked about if enough people stand behind it in either year, a
-- median if in both. Figures that one of the years doesn't have aren't compared, nor rates: they are made of two counts
-- that are compared themselves.
-- Grain: one row per figure that is compared with the year before (school_year, dimension, member, measure).
with parameters as (
    {{ rule_parameters(['largest_change', 'least_people_compared', 'change_deviations', 'median_scatter']) }}
),

explanations as (
    select * from {{ ref('change_explanations') }}
),

figures as (
    select
        margins.*,
        measures.kind = 'dollars' as is_median,
        max(margins.value) over year_before as value_before,
        max(margins.persons) over year_before as persons_before
    from {{ ref('report_margins') }} as margins
    inner join {{ ref('report_measures') }} as measures on margins.measure = measures.measure
    where measures.kind in ('events', 'persons', 'dollars')
    window year_before as (
        partition by margins.dimension, margins.member, margins.measure
        order by margins.school_year
        range between 1 preceding and 1 preceding
    )
),

-- By chance, a figure made by n people differs as much as its share of one in the root of n: a count of people by its
-- own root, one of events by more, for people bring several, and a median by how far pay scatters.
compared as (
    select
        figures.school_year,
        figures.dimension,
        figures.member,
        figures.measure,
        figures.value,
        figures.value_before,
        abs(figures.value - figures.value_before) as change,
        case when figures.is_median then parameters.median_scatter else 1 end * sqrt(
            coalesce(figures.value * figures.value / nullif(figures.persons, 0), 0)
            + coalesce(figures.value_before * figures.value_before / nullif(figures.persons_before, 0), 0)
        ) as deviation
    from figures
    cross join parameters
    where
        figures.value is not null
        and figures.value_before is not null
        and case
            when figures.is_median then least(figures.persons, figures.persons_before)
            else greatest(figures.persons, figures.persons_before)
        end >= parameters.least_people_compared
),

judged as (
    select
        compared.*,
        compared.change > parameters.largest_change * compared.value_before
        and compared.change > parameters.change_deviations * compared.deviation as is_large
    from compared
    cross join parameters
),

-- What made one figure of a member change has mostly changed others too: an explanation may speak of all.
explained as (
    select
        judged.*,
        case when judged.is_large then coalesce(of_measure.explanation, of_all.explanation) end as explanation
    from judged
    left join explanations as of_measure
        on
            judged.school_year = of_measure.school_year
            and judged.dimension = of_measure.dimension
            and judged.member = of_measure.member
            and judged.measure = of_measure.measure
    left join explanations as of_all
        on
            judged.school_year = of_all.school_year
            and judged.dimension = of_all.dimension
            and judged.member = of_all.member
            and of_all.measure = 'all'
)

select
    school_year,
    dimension,
    member,
    measure,
    value,
    value_before,
    explanation,
    is_large and explanation is null as change_unexplained
from explained
