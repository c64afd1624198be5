-- Attempts and awards whose program is neither aligned with their credential that year nor none: with them the pairs
-- that are published would be wrong, and what is withheld would be withheld by a wrong rule.
select
    events.subject,
    events.event_key,
    events.school_year,
    events.credential,
    events.program
from {{ ref('report_events') }} as events
left join {{ ref('report_alignments') }} as pairs
    on
        events.school_year = pairs.school_year
        and events.credential = pairs.member_1
        and events.program = pairs.member_2
where
    events.subject in ('attempt', 'passed_attempt', 'award')
    and pairs.member_2 is null
