-- Names the cells that count what no source reports: a board delivers awards and no attempts, and an entity may have
-- stopped delivering. Their zero says nothing of people, so it isn't released as one: neither of a credential, nor of a
-- cluster or program of which no credential is reported, nor of what became of earners whose awards aren't.
-- Grain: one row per table, school year, members and measure (table_id, school_year, member_1, member_2, measure).
with cells as (
    select
        *,
        case when dimension_1 in ('credential', 'career_cluster', 'program') then dimension_1 else dimension_2 end
            as dimension,
        case when dimension_1 in ('credential', 'career_cluster', 'program') then member_1 else member_2 end as member
    from {{ ref('report_cells') }}
    where value is null or value = 0
),

-- A rate counts what it is a share of; earners who are followed or paid are known by their awards.
measures as (
    select
        measures.measure,
        subjects.event_type = 'attempt' as is_of_attempts
    from {{ ref('report_measures') }} as measures
    left join {{ ref('report_measures') }} as wholes on measures.denominator_measure = wholes.measure
    inner join {{ ref('report_subjects') }} as subjects
        on coalesce(measures.subject, wholes.subject) = subjects.subject
    where subjects.event_type in ('attempt', 'award', 'outcome', 'pay')
),

credentials as (
    select
        'credential' as dimension,
        credential_code as member,
        credential_code
    from {{ ref('dim_credential') }}
    union all
    select
        'career_cluster' as dimension,
        career_cluster as member,
        credential_code
    from {{ ref('dim_credential') }}
),

-- Which credentials the events of a member can be of.
behind as (
    select
        years.school_year,
        credentials.dimension,
        credentials.member,
        credentials.credential_code
    from credentials
    cross join (select distinct school_year from cells) as years
    union all
    select
        school_year,
        dimension_2 as dimension,
        member_2 as member,
        member_1 as credential_code
    from {{ ref('report_alignments') }}
),

sources as (
    select
        sources.credential_code,
        sources.reports_attempts,
        sources.reports_awards,
        deliveries.last_delivered_on
    from {{ ref('report_sources') }} as sources
    left join {{ ref('data_sharing_coverage') }} as deliveries on sources.source = deliveries.certifying_entity_code
),

reported as (
    select
        behind.school_year,
        behind.dimension,
        behind.member,
        bool_or(sources.reports_attempts) as has_attempts,
        bool_or(sources.reports_awards) as has_awards
    from behind
    left join sources
        on
            behind.credential_code = sources.credential_code
            and coalesce(sources.last_delivered_on >= {{ first_day_of_school_year('behind.school_year') }}, true)
    group by behind.school_year, behind.dimension, behind.member
)

select
    cells.table_id,
    cells.school_year,
    cells.member_1,
    cells.member_2,
    cells.measure
from cells
inner join measures on cells.measure = measures.measure
inner join reported
    on
        cells.school_year = reported.school_year
        and cells.dimension = reported.dimension
        and cells.member = reported.member
where
    not cells.is_unfinished
    and not coalesce(case when measures.is_of_attempts then reported.has_attempts else reported.has_awards end, false)
