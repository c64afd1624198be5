-- What share of the credentials earned each year was high-value on the day it was earned, by career cluster?
-- Policy 4.B(c)-(d), 5.A(c)-(d). Revoked awards and renewals are left out.
with awards as (
    select
        awards.school_year,
        coalesce(clusters.career_cluster_title, 'No career cluster') as career_cluster,
        awards.person_id,
        awards.is_high_value
    from {{ mart('fct_credential_award') }} as awards
    inner join {{ mart('dim_credential') }} as credentials on awards.credential_code = credentials.credential_code
    left join {{ mart('dim_career_cluster') }} as clusters on credentials.career_cluster = clusters.career_cluster
    where not awards.is_revoked and not awards.is_renewal
)

select
    school_year,
    career_cluster,
    count(*) as awards,
    count(distinct person_id) as persons,
    sum(case when is_high_value then 1 else 0 end) as high_value_awards,
    count(distinct case when is_high_value then person_id end) as persons_with_high_value,
    round(100.0 * sum(case when is_high_value then 1 else 0 end) / count(*), 1) as percent_high_value
from awards
group by school_year, career_cluster
order by school_year desc, awards desc, career_cluster asc
