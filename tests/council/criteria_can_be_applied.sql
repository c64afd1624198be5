-- A row here is a criterion that no occupation could be held against: its measure is no figure that the council layer
-- has, it refers to a number and gives none, or its class doesn't belong to its dimension. Correct the line in
-- seeds/council/priority_criteria.csv.
select
    method_name,
    dimension,
    class,
    criterion,
    measure
from {{ ref('priority_criteria') }}
where
    measure not in (
        {%- for measure in priority_measures() %}
        '{{ measure.name }}'{% if not loop.last %},{% endif %}
        {%- endfor %}
    )
    or (reference = 'number') <> (reference_value is not null)
    or (price_year is not null and reference <> 'number')
    or (dimension = 'emerging') <> (class = 'emerging')
