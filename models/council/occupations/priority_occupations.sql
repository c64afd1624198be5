-- Says which occupations are priorities by the Council's own method of the year (policy 3.A(b)), and why.
-- Grain: one row per year, region and occupation (priority_year, region_id, occupation_code).
with vintages as (
    select * from {{ ref('priority_vintages') }}
),

priorities as (
    select * from {{ ref('occupation_priorities') }}
)

select
    priorities.priority_year,
    priorities.region_id,
    priorities.occupation_code,
    priorities.method_name,
    priorities.demand_class,
    priorities.skill_class,
    priorities.wage_class,
    priorities.is_emerging,
    priorities.is_priority,
    priorities.reasons
from priorities
inner join vintages
    on
        priorities.priority_year = vintages.priority_year
        and priorities.region_id = vintages.region_id
        and priorities.method_name = vintages.method_name
