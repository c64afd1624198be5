-- Do graduates with a credential go on to college more often than those without?
-- Policy 4.A(b). In college means enrolled in a term that starts within the school year after graduation. A description
-- and no effect: who earns a credential differs from who does not before either goes to college.
with graduates as (
    select
        person_id,
        school_year,
        min(completed_on) as graduated_on
    from {{ mart('fct_completion') }}
    where completion_type = 'diploma'
    group by person_id, school_year
),

credentialed as (
    select
        graduates.person_id,
        graduates.school_year,
        max(case when awards.is_high_value then 1 else 0 end) as has_high_value
    from graduates
    inner join {{ mart('fct_credential_award') }} as awards
        on graduates.person_id = awards.person_id and graduates.graduated_on >= awards.earned_on
    where not awards.is_revoked and not awards.is_renewal
    group by graduates.person_id, graduates.school_year
),

continued as (
    select distinct
        graduates.person_id,
        graduates.school_year
    from graduates
    inner join {{ mart('fct_program_enrollment') }} as enrollments
        on
            graduates.person_id = enrollments.person_id
            and graduates.graduated_on < enrollments.started_on
            and graduates.school_year + 1 = enrollments.school_year
    where enrollments.sector = 'postsecondary'
),

last_year_in_college as (
    select max(school_year) as last_school_year
    from {{ mart('fct_program_enrollment') }}
    where sector = 'postsecondary'
),

grouped as (
    select
        graduates.person_id,
        graduates.school_year,
        case
            when credentialed.has_high_value = 1 then 'high-value credential'
            when credentialed.has_high_value = 0 then 'other credential'
            else 'no credential'
        end as credential_at_graduation,
        continued.person_id is not null as is_in_college
    from graduates
    left join credentialed
        on graduates.person_id = credentialed.person_id and graduates.school_year = credentialed.school_year
    left join continued
        on graduates.person_id = continued.person_id and graduates.school_year = continued.school_year
)

select
    grouped.school_year,
    grouped.credential_at_graduation,
    count(*) as graduates,
    sum(case when grouped.is_in_college then 1 else 0 end) as graduates_in_college,
    round(100.0 * sum(case when grouped.is_in_college then 1 else 0 end) / count(*), 1) as percent_in_college
from grouped
inner join last_year_in_college on grouped.school_year < last_year_in_college.last_school_year
group by grouped.school_year, grouped.credential_at_graduation
order by grouped.school_year desc, grouped.credential_at_graduation asc
