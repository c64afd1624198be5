-- Which ways lead from school over credentials and college to work?
-- Policy 4.A(b). Counts for a flow picture, over all cohorts: from each station on a person's timeline to the next that
-- they had not reached before. Take out the sum to see one cohort (school_year) or the order of the steps.
select
    from_state as from_station,
    to_state as to_station,
    sum(persons) as persons
from {{ mart('pathway_flows') }}
where to_state <> 'none'
group by from_state, to_state
order by persons desc, from_station asc, to_station asc
