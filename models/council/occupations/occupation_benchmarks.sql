-- Gives what occupations are compared with: of each measure the mean, the median and the upper quartile over
-- occupations, and the figure of all occupations together. Occupations whose figure is unknown are left out and
-- counted.
-- Grain: one row per year, region, measure and reference (priority_year, region_id, measure, reference).
with measures as (
    select * from {{ ref('occupation_measures') }}
),

summarised as (
    select
        priority_year,
        region_id,
        measure,
        count(case when not is_all_occupations then figure end) as occupations_known,
        avg(case when not is_all_occupations then figure end) as mean_value,
        {{ quantile('case when not is_all_occupations then figure end', 0.5) }} as median_value,
        {{ quantile('case when not is_all_occupations then figure end', 0.75) }} as upper_quartile_value,
        max(case when is_all_occupations then figure end) as all_value
    from measures
    group by priority_year, region_id, measure
)

{% for reference, column in [
    ('mean', 'mean_value'), ('median', 'median_value'), ('upper_quartile', 'upper_quartile_value'), ('all_occupations', 'all_value')
] -%}
select
    priority_year,
    region_id,
    measure,
    '{{ reference }}' as reference,
    cast(round({{ column }}, 4) as decimal(18, 4)) as reference_value,
    cast(occupations_known as integer) as occupations_known
from summarised
{% if not loop.last -%}
union all
{% endif -%}
{% endfor %}
