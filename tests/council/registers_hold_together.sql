-- A row here is an entry of the Council's registers that can't be right, whatever the policy asks: it points to
-- nothing, its days are out of order, a seat is held twice on one day, or a term is longer than the policy allows. Such
-- a seed is mended before anything is built on it.
{%- set spans = [
    ('council_seats', 'seat_id', 'established_on', 'ended_on'),
    ('council_terms', 'seat_id', 'term_from', 'term_to'),
    ('council_offices', 'office', 'held_from', 'held_to'),
    ('responsible_positions', 'position_id', 'held_from', 'held_to'),
    ('data_sharing_agreements', 'data_sharing_id', 'in_force_from', 'in_force_to'),
    ('data_sharing_agreements', 'data_sharing_id', 'signed_on', 'in_force_to'),
    ('report_requests', 'request_id', 'requested_on', 'answered_on'),
] %}
{%- set pointers = [
    ('council_seats', 'seat_id', 'policy_clause', 'council_seat_requirements', 'policy_clause'),
    ('council_seats', 'seat_id', 'agency_id', 'state_agencies', 'agency_id'),
    ('council_terms', 'seat_id', 'seat_id', 'council_seats', 'seat_id'),
    ('council_offices', 'office', 'seat_id', 'council_seats', 'seat_id'),
    ('council_offices', 'office', 'agency_id', 'state_agencies', 'agency_id'),
    ('data_systems', 'system_id', 'agency_id', 'state_agencies', 'agency_id'),
    ('responsible_positions', 'position_id', 'system_id', 'data_systems', 'system_id'),
    ('responsible_positions', 'position_id', 'agency_id', 'state_agencies', 'agency_id'),
    ('funding_streams', 'funding_stream_id', 'agency_id', 'state_agencies', 'agency_id'),
    ('program_funding', 'program_code', 'funding_stream_id', 'funding_streams', 'funding_stream_id'),
    ('data_sharing_agreements', 'data_sharing_id', 'agency_id', 'state_agencies', 'agency_id'),
    ('engagements', 'engagement_id', 'organized_by', 'state_agencies', 'agency_id'),
    ('engagements', 'engagement_id', 'stakeholder_group', 'council_seat_requirements', 'stakeholder_group'),
    ('publications', 'publication_id', 'published_by', 'state_agencies', 'agency_id'),
] %}
with terms as (
    select
        terms.*,
        requirements.term_years,
        lead(terms.term_from) over (partition by terms.seat_id order by terms.term_from) as next_from
    from {{ ref('council_terms') }} as terms
    inner join {{ ref('council_seats') }} as seats on terms.seat_id = seats.seat_id
    inner join {{ ref('council_seat_requirements') }} as requirements
        on seats.policy_clause = requirements.policy_clause
)

{%- for register, entry, first_day, last_day in spans %}

select
    '{{ register }}' as register,
    {{ entry }} as entry,
    '{{ last_day }} lies before {{ first_day }}' as problem
from {{ ref(register) }}
where {{ last_day }} < {{ first_day }}
union all
{%- endfor %}
{%- for register, entry, column, target, target_column in pointers %}

select
    '{{ register }}' as register,
    {{ entry }} as entry,
    '{{ column }} ' || {{ column }} || ' is not in {{ target }}' as problem
from {{ ref(register) }}
where {{ column }} not in (select {{ target_column }} from {{ ref(target) }})
union all
{%- endfor %}

select
    'council_terms' as register,
    seat_id as entry,
    'the seat is held twice from ' || next_from as problem
from terms
where coalesce(term_to, next_from) >= next_from
union all
select
    'council_terms' as register,
    seat_id as entry,
    'the term from ' || term_from || ' is longer than ' || term_years || ' years' as problem
from terms
where term_years is not null and coalesce(term_to >= term_from + to_years(term_years), true)
union all
select
    'council_terms' as register,
    seat_id as entry,
    'appointed without a day of appointment, or after the term began' as problem
from terms
where term_years is not null and coalesce(appointed_on > term_from, true)
union all
select
    'program_funding' as register,
    program_code as entry,
    'an amount is not above 0' as problem
from {{ ref('program_funding') }}
where not coalesce(amount > 0, false)
union all
select
    'known_ctids' as register,
    code as entry,
    'the CTID is not ce- and a UUID' as problem
from {{ ref('known_ctids') }}
where not regexp_full_match(ctid, 'ce-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
union all
select
    'credential_pages' as register,
    credential_code as entry,
    'the description is too short for the Credential Registry' as problem
from {{ ref('credential_pages') }}
where length(description) < {{ var('least_description_length') }}
