-- A row here is a line of the Council's seeds on occupations that names a region which regions.csv lacks: it would
-- never apply, and nobody would notice. Correct its region_code, or write `all`.
{%- for seed in ['priority_criteria', 'priority_years', 'emerging_occupations'] %}
select
    '{{ seed }}' as seed,
    lines.region_code
from {{ ref(seed) }} as lines
left join {{ ref('regions') }} as regions on lines.region_code = regions.region_code
where lines.region_code <> 'all' and regions.region_code is null
{{ 'union all' if not loop.last }}
{%- endfor %}
