-- Counts what no table shows and yet lies between two that do: the events and persons of each credential and program
-- that can meet. Both tables are sums of these, so disclosure control has to know them.
-- Grain: one row per measure, school year, credential, program and list status, all among them (measure, school_year,
-- credential, program, list_status).
with measures as (
    select
        by_credential.measure,
        measures.kind,
        measures.subject
    from {{ ref('report_table_measures') }} as by_credential
    inner join {{ ref('report_table_measures') }} as by_program on by_credential.measure = by_program.measure
    inner join {{ ref('report_measures') }} as measures on by_credential.measure = measures.measure
    where
        by_credential.table_id = 'by_credential'
        and by_program.table_id = 'by_program'
        and measures.kind in ('events', 'persons')
),

statuses as (
    select
        member as list_status,
        member as within
    from {{ ref('report_labels') }}
    where dimension = 'list_status'
    union all
    select
        'all' as list_status,
        member as within
    from {{ ref('report_labels') }}
    where dimension = 'list_status'
),

counted as (
    select
        events.subject,
        events.school_year,
        events.credential,
        events.program,
        statuses.list_status,
        count(distinct events.event_key) as events,
        count(distinct events.person_id) as persons
    from {{ ref('report_events') }} as events
    inner join statuses on events.list_status = statuses.within
    where events.subject in (select measures.subject from measures)
    group by events.subject, events.school_year, events.credential, events.program, statuses.list_status
)

select
    measures.measure,
    pairs.school_year,
    pairs.member_1 as credential,
    pairs.member_2 as program,
    statuses.list_status,
    coalesce(case measures.kind when 'persons' then counted.persons else counted.events end, 0) as value
from {{ ref('report_alignments') }} as pairs
cross join measures
cross join (select distinct list_status from statuses) as statuses
left join counted
    on
        measures.subject = counted.subject
        and pairs.school_year = counted.school_year
        and pairs.member_1 = counted.credential
        and pairs.member_2 = counted.program
        and statuses.list_status = counted.list_status
-- Events of either status add up; people can be in both, so they are counted together as well.
where measures.kind = 'persons' or statuses.list_status <> 'all'
