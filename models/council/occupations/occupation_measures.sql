-- Lists the figures of occupations one under the other, so that a criterion, which is a line of a seed, finds what it
-- measures by name. A figure that is unknown keeps its mark.
-- Grain: one row per year, region, published occupation and measure (priority_year, region_id, published_code,
-- measure).
with figures as (
    select * from {{ ref('occupation_figures') }}
)

{% for measure in priority_measures() -%}
select
    priority_year,
    region_id,
    published_code,
    is_all_occupations,
    '{{ measure.name }}' as measure,
    cast({{ measure.name }} as decimal(18, 4)) as figure,
    {% if measure.name in wage_measures() + ['employment'] -%}
    {{ measure.name }}_mark
    {%- elif measure.name in ['annual_openings', 'annual_growth'] -%}
    case when {{ measure.name }} is null then coalesce(employment_mark, 'not_released') end
    {%- else -%}
    case when {{ measure.name }} is null then 'not_released' end
    {%- endif %} as mark
from figures
{% if not loop.last -%}
union all
{% endif -%}
{% endfor %}
