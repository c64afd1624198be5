-- Reads the official list of industries; a T right behind a small letter is a mark and no letter of the title.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select
        *,
        trim(industry_title) as title,
        substr(trim(industry_title), length(trim(industry_title)) - 1, 1) as last_letter_but_one
    from {{ source('labor_market', 'industries') }}
)

select
    naics_code,
    case
        when right(title, 1) = 'T' and last_letter_but_one <> upper(last_letter_but_one)
            then left(title, length(title) - 1)
        else title
    end as industry_title,
    {{ bookkeeping() }}
from delivered
