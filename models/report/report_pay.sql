-- Says what people of a cell were paid and how far one employer dominates it, by one figure a person: who earned
-- several credentials in a school year is paid once, by the first award after which they were employed. Else whoever
-- earns three would weigh three times.
-- Grain: one row per table, subject, school year and members with pay (table_id, subject, school_year, member_1,
-- member_2).
{%- set cell = 'table_id, subject, school_year, member_1, member_2' %}

with awards as (
    select
        {{ cell }},
        wages,
        employer_id,
        row_number() over (partition by {{ cell }}, person_id order by happened_on, event_key) as award_of_person
    from {{ ref('report_cell_events') }}
    where wages is not null
),

paid as (
    select * from awards
    where award_of_person = 1
),

medians as (
    select
        {{ cell }},
        {{ median_amount('wages') }} as median_wages
    from paid
    group by {{ cell }}
),

by_employer as (
    select
        {{ cell }},
        employer_id,
        count(*) as persons,
        sum(wages) as wages
    from paid
    where employer_id is not null
    group by {{ cell }}, employer_id
),

employers as (
    select
        {{ cell }},
        count(*) as employers,
        max(persons) / sum(persons) as largest_share_of_persons,
        max(wages) / sum(wages) as largest_share_of_wages
    from by_employer
    group by {{ cell }}
)

select
    medians.table_id,
    medians.subject,
    medians.school_year,
    medians.member_1,
    medians.member_2,
    medians.median_wages,
    employers.employers,
    cast(round(employers.largest_share_of_persons, 4) as decimal(5, 4)) as largest_share_of_persons,
    cast(round(employers.largest_share_of_wages, 4) as decimal(5, 4)) as largest_share_of_wages
from medians
left join employers
    on
        medians.table_id = employers.table_id
        and medians.subject = employers.subject
        and medians.school_year = employers.school_year
        and medians.member_1 = employers.member_1
        and medians.member_2 = employers.member_2
