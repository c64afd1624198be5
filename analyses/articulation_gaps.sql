-- For which credentials on the latest List do how many colleges give credit, and which colleges don't?
-- Policy 2.E(d), 3.A(e). A credential for which the Council decided that no credit is given has its reason.
with latest as (
    select max(list_year) as list_year from {{ mart('articulation_coverage') }}
)

select
    credentials.credential_name,
    coverage.articulation_status,
    coverage.institutions_with_agreement,
    coverage.institution_count,
    coverage.institutions_open_to_all_districts,
    string_agg(institutions.institution_name, ', ' order by institutions.institution_name)
    filter (where not colleges.has_agreement) as colleges_without_agreement,
    coverage.no_agreement_reason
from {{ mart('articulation_coverage') }} as coverage
inner join latest on coverage.list_year = latest.list_year
inner join {{ mart('dim_credential') }} as credentials on coverage.credential_code = credentials.credential_code
inner join {{ mart('articulation_by_institution') }} as colleges
    on
        coverage.list_year = colleges.list_year
        and coverage.credential_code = colleges.credential_code
inner join {{ mart('dim_institution') }} as institutions
    on colleges.institution_code = institutions.institution_code
group by
    credentials.credential_name,
    coverage.articulation_status,
    coverage.institutions_with_agreement,
    coverage.institution_count,
    coverage.institutions_open_to_all_districts,
    coverage.no_agreement_reason
order by coverage.institutions_with_agreement desc, credentials.credential_name asc
