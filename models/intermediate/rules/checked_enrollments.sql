-- Says of every enrollment as delivered which of the Council's rules it breaks, all rules in one pass, for the suites of
-- expectations/enrollment to judge. A flag is empty where its rule doesn't speak of the row.
-- Grain: one row per accepted row of an extract that reports enrollments (file_name, line_number).
with reports as (
    select * from {{ ref('reported_enrollments') }}
)

select
    file_name,
    line_number,
    case
        when sector <> 'workforce'
            then
                started_on < {{ first_day_of_school_year('school_year') }}
                or coalesce(ended_on, started_on) > {{ last_day_of_school_year('school_year') }}
    end as outside_school_year
from reports
