-- Why is an occupation a priority of a year, or not? Each class in each region, and each row of evidence behind it, by
-- var explain_list_year and var explain_occupation. Policy 3.A(b).
with priorities as (
    select * from {{ mart('priority_occupations') }}
    where priority_year = {{ var('explain_list_year') }} and occupation_code = '{{ var("explain_occupation") }}'
),

evidence as (
    select * from {{ mart('occupation_evidence') }}
)

select
    priorities.region_id,
    priorities.is_priority,
    priorities.demand_class,
    priorities.skill_class,
    priorities.wage_class,
    priorities.is_emerging,
    evidence.dimension,
    evidence.class,
    evidence.alternative,
    evidence.criterion,
    evidence.figure,
    evidence.mark,
    evidence.comparison,
    evidence.threshold,
    evidence.outcome,
    evidence.source,
    evidence.words
from priorities
inner join evidence
    on
        priorities.priority_year = evidence.priority_year
        and priorities.region_id = evidence.region_id
        and priorities.occupation_code = evidence.occupation_code
        and priorities.method_name = evidence.method_name
order by
    priorities.region_id asc,
    evidence.dimension asc,
    evidence.class asc,
    evidence.alternative asc,
    evidence.criterion asc
