-- Gathers every figure that a criterion may ask for, so that a new criterion is a line in a seed.
-- Grain: one row per List year, credential and measure (list_year, credential_code, measure).
{% for model in ['recognition_measures', 'employer_measures', 'alignment_measures', 'attainment_measures'] -%}
select
    list_year,
    credential_code,
    measure,
    figure,
    basis,
    source,
    words
from {{ ref(model) }}
{{ 'union all' if not loop.last }}
{% endfor %}
