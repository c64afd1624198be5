-- Keeps of OEWS what the Council looks at: employment and wages of an occupation over all industries and owners, in the
-- nation, the states and their areas. 00-0000 stands for all occupations together.
-- Grain: one row per year of OEWS, area and occupation (oews_year, area_code, occupation_code).
with statistics as (
    {{ whole_files('stg_labor_market__oews') }}
)

select
    cast(period as integer) as oews_year,
    area_code,
    occupation_code,
    employment,
    employment_mark,
    {%- for wage in wage_measures() %}
    {{ wage }},
    {{ wage }}_mark,
    {%- endfor %}
    area_type,
    occupation_level = 'total' as is_all_occupations
from statistics
where
    industry_group = 'cross-industry'
    and coalesce(ownership_code, '1235') = '1235'
    and occupation_level in ('total', 'detailed')
