-- Names the cells of a credential that count what no source reports of it: a board delivers awards and no attempts, and
-- an entity may have stopped delivering. Their zero says nothing of people, so it isn't released as one.
-- Grain: one row per table, school year, members and measure (table_id, school_year, member_1, member_2, measure).
with cells as (
    select
        table_id,
        school_year,
        member_1,
        member_2,
        measure,
        case when dimension_1 = 'credential' then member_1 else member_2 end as credential_code
    from {{ ref('report_cells') }}
    where 'credential' in (dimension_1, dimension_2) and (value is null or value = 0)
),

-- A rate counts what it is a share of.
measures as (
    select
        measures.measure,
        subjects.event_type
    from {{ ref('report_measures') }} as measures
    left join {{ ref('report_measures') }} as wholes on measures.denominator_measure = wholes.measure
    inner join {{ ref('report_subjects') }} as subjects
        on coalesce(measures.subject, wholes.subject) = subjects.subject
    where subjects.event_type in ('attempt', 'award')
),

sources as (
    select
        sources.credential_code,
        sources.reports_attempts,
        sources.reports_awards,
        deliveries.last_delivered_on
    from {{ ref('report_sources') }} as sources
    left join {{ ref('data_sharing_coverage') }} as deliveries on sources.source = deliveries.certifying_entity_code
)

select
    cells.table_id,
    cells.school_year,
    cells.member_1,
    cells.member_2,
    cells.measure
from cells
inner join measures on cells.measure = measures.measure
inner join sources on cells.credential_code = sources.credential_code
group by cells.table_id, cells.school_year, cells.member_1, cells.member_2, cells.measure, measures.event_type
having
    not bool_or(
        case measures.event_type when 'attempt' then sources.reports_attempts else sources.reports_awards end
        and coalesce(sources.last_delivered_on >= {{ first_day_of_school_year('cells.school_year') }}, true)
    )
