-- Finds where the Council is not made up as the policy asks (2.B-C): vacant or missing seats, an empty chair, and terms
-- that all end at once.
-- Grain: one row per finding and entry of the register (finding, entry).
with members as (
    select * from {{ ref('council_members') }}
),

requirements as (
    select * from {{ ref('council_seat_requirements') }}
),

seats as (
    select
        requirements.policy_clause,
        requirements.says,
        requirements.least_seats,
        requirements.least_represented,
        count(members.seat_id) as seat_count,
        count(distinct members.represents) as represented_count
    from requirements
    left join members on requirements.policy_clause = members.policy_clause
    group by requirements.policy_clause, requirements.says, requirements.least_seats, requirements.least_represented
),

rotating as (
    select count(*) > 1 and count(distinct members.term_to) < 2 as end_together
    from members
    inner join requirements on members.policy_clause = requirements.policy_clause
    where requirements.term_years > 1 and not members.is_vacant
)

select
    'seat_vacant' as finding,
    seat_id as entry,
    policy_clause,
    'Nobody holds the seat: ' || seat_name || '.' as says
from members
where is_vacant
union all
select
    'seats_missing' as finding,
    policy_clause as entry,
    policy_clause,
    'There are ' || seat_count || ' seats for ' || represented_count || ' kinds of members. ' || says as says
from seats
where seat_count < least_seats or represented_count < least_represented
union all
select
    'chair_vacant' as finding,
    'chair' as entry,
    '2.C' as policy_clause,
    'Nobody chairs the Council.' as says
from members
having count(*) filter (where is_chair and not is_vacant) = 0
union all
select
    'terms_not_staggered' as finding,
    'terms' as entry,
    '2.B(b)' as policy_clause,
    'The terms of all appointed members end on one day.' as says
from rotating
where end_together
