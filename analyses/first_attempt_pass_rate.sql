-- Of those who try a credential, how many pass the first time, and how many in the end?
-- Policy 4.B(b), 4.C(b), 5.A(b). A first attempt is the first in the data, over all sources.
with by_person as (
    select
        credential_code,
        person_id,
        max(case when attempt_number_of_person = 1 and is_passed then 1 else 0 end) as passed_first,
        max(case when is_passed then 1 else 0 end) as passed_ever,
        count(*) as attempts
    from {{ mart('fct_credential_attempt') }}
    group by credential_code, person_id
)

select
    credentials.credential_name,
    credentials.certifying_entity_name,
    count(*) as persons_attempted,
    sum(by_person.attempts) as attempts,
    round(100.0 * sum(by_person.passed_first) / count(*), 1) as percent_passed_first,
    round(100.0 * sum(by_person.passed_ever) / count(*), 1) as percent_passed_ever
from by_person
inner join {{ mart('dim_credential') }} as credentials on by_person.credential_code = credentials.credential_code
group by credentials.credential_name, credentials.certifying_entity_name
order by persons_attempted desc, credentials.credential_name asc
