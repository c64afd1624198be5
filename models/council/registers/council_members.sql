-- Says who holds which seat of the Council on the as-of date, and which seats are vacant (policy 2.B-C).
-- Grain: one row per seat that exists on the as-of date (seat_id).
with seats as (
    select * from {{ ref('council_seats') }}
    where
        cast('{{ var("as_of_date") }}' as date) between established_on
        and coalesce(ended_on, cast('{{ var("as_of_date") }}' as date))
),

terms as (
    select * from {{ ref('council_terms') }}
    where
        cast('{{ var("as_of_date") }}' as date) between term_from
        and coalesce(term_to, cast('{{ var("as_of_date") }}' as date))
),

chairs as (
    select distinct seat_id
    from {{ ref('council_offices') }}
    where
        office = 'chair'
        and cast('{{ var("as_of_date") }}' as date) between held_from
        and coalesce(held_to, cast('{{ var("as_of_date") }}' as date))
)

select
    seats.seat_id,
    seats.seat_name,
    seats.policy_clause,
    requirements.stakeholder_group,
    requirements.appointment,
    seats.represents,
    seats.agency_id,
    terms.member_name,
    terms.is_designee,
    terms.term_from,
    terms.term_to,
    terms.seat_id is null as is_vacant,
    chairs.seat_id is not null as is_chair
from seats
inner join {{ ref('council_seat_requirements') }} as requirements
    on seats.policy_clause = requirements.policy_clause
left join terms on seats.seat_id = terms.seat_id
left join chairs on seats.seat_id = chairs.seat_id
