-- From where do we know of each credential's awards, and how many does one source alone report?
-- Policy 4.C(b), 5.A(g). A credential known from a certifying entity or board comes by direct agreement. Renewals and
-- revoked awards are in it: they come from these sources too.
with reports as (
    select distinct
        credential_award_id,
        credential_code,
        source,
        source_kind
    from {{ mart('fct_credential_award_source') }}
)

select
    credentials.credential_name,
    reports.source_kind,
    reports.source,
    count(*) as awards_reported,
    sum(case when awards.source_of_record = reports.source then 1 else 0 end) as awards_believed,
    sum(case when awards.source_count = 1 then 1 else 0 end) as awards_reported_by_it_alone
from reports
inner join {{ mart('fct_credential_award') }} as awards on reports.credential_award_id = awards.credential_award_id
inner join {{ mart('dim_credential') }} as credentials on reports.credential_code = credentials.credential_code
group by credentials.credential_name, reports.source_kind, reports.source
order by credentials.credential_name asc, awards_reported desc, reports.source asc
