-- How many diplomas and college awards did each institution confer, and how many went to people who hold a credential?
-- Policy 4.A(b), 5.A(h).
with credential_holders as (
    select
        person_id,
        min(earned_on) as first_earned_on
    from {{ mart('fct_credential_award') }}
    where not is_revoked and not is_renewal
    group by person_id
)

select
    completions.school_year,
    regions.region_name,
    institutions.institution_name,
    completions.completion_type,
    count(*) as completions,
    count(distinct completions.person_id) as persons,
    count(distinct credential_holders.person_id) as persons_with_credential
from {{ mart('fct_completion') }} as completions
left join {{ mart('dim_institution') }} as institutions
    on completions.institution_code = institutions.institution_code
left join {{ mart('dim_region') }} as regions on institutions.region_code = regions.region_code
left join credential_holders
    on
        completions.person_id = credential_holders.person_id
        and completions.completed_on >= credential_holders.first_earned_on
group by
    completions.school_year,
    regions.region_name,
    institutions.institution_name,
    completions.completion_type
order by
    completions.school_year desc,
    regions.region_name asc,
    institutions.institution_name asc,
    completions.completion_type asc
