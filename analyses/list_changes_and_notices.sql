-- What changed from List to List, and who was told of it by when? Policy 3.A(d).
select
    changes.list_year,
    credentials.credential_name,
    changes.change_kind,
    changes.level_before,
    changes.level_after,
    notices.audience_code,
    notices.sent_by_code,
    notices.is_due,
    notices.due_on,
    notices.first_sent_on,
    notices.is_told_in_time
from {{ mart('list_changes') }} as changes
inner join {{ mart('dim_credential') }} as credentials on changes.credential_code = credentials.credential_code
left join {{ mart('list_change_notices') }} as notices
    on changes.list_year = notices.list_year and changes.credential_code = notices.credential_code
order by changes.list_year desc, credentials.credential_name asc, notices.audience_code asc
