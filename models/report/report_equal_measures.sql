-- Finds which measures are one number: awards and the people who earned, say, where nobody earned twice. A reader sees
-- it in the cells that are shown, and takes it for true of those that aren't, so the attack on the release knows it.
-- That all who tried passed is the secret of each of them and is left out, as is what is true of too few to say it.
-- Grain: one row per pair of measures, dimensions of their cells, and either school year or member (measure,
-- other_measure, dimension_1, dimension_2, school_year, member): of all members in a year, or of one in all years.
with cells as (
    select distinct
        school_year,
        measure,
        {{ margin_of('dimension') }} as dimension_1,
        {{ margin_of('member') }} as member_1,
        case when {{ is_margin() }} then 'none' else dimension_2 end as dimension_2,
        case when {{ is_margin() }} then 'none' else member_2 end as member_2,
        value
    from {{ ref('report_cells') }}
    where not is_unfinished
),

rates as (
    select * from {{ ref('report_measures') }}
    where is_complement_protected
),

pairs as (
    select
        relations.measure,
        relations.other_measure
    from {{ ref('report_measure_relations') }} as relations
    left join rates
        on relations.measure = rates.numerator_measure and relations.other_measure = rates.denominator_measure
    where relations.relation = 'at_most' and rates.measure is null
),

compared as (
    select
        pairs.measure,
        pairs.other_measure,
        cells.dimension_1,
        cells.dimension_2,
        cells.school_year,
        cells.member_1,
        cells.value,
        others.value - cells.value as difference
    from pairs
    inner join cells on pairs.measure = cells.measure
    inner join cells as others
        on
            pairs.other_measure = others.measure
            and cells.school_year = others.school_year
            and cells.dimension_1 = others.dimension_1
            and cells.member_1 = others.member_1
            and cells.dimension_2 = others.dimension_2
            and cells.member_2 = others.member_2
),

in_a_year as (
    select
        measure,
        other_measure,
        dimension_1,
        dimension_2,
        cast(school_year as varchar) as school_year,
        'all' as member,
        sum(value) as value,
        max(abs(difference)) as difference
    from compared
    group by measure, other_measure, dimension_1, dimension_2, school_year
),

of_a_member as (
    select
        measure,
        other_measure,
        dimension_1,
        dimension_2,
        'all' as school_year,
        member_1 as member,
        sum(value) as value,
        max(abs(difference)) as difference
    from compared
    where member_1 <> 'all'
    group by measure, other_measure, dimension_1, dimension_2, member_1
),

found as (
    select * from in_a_year
    union all
    select * from of_a_member
)

select
    found.measure,
    found.other_measure,
    found.dimension_1,
    found.dimension_2,
    found.school_year,
    found.member
from found
inner join {{ ref('disclosure_thresholds') }} as thresholds on thresholds.rule = 'least_people'
where found.difference = 0 and found.value >= thresholds.value
