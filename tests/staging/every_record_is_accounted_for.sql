-- A row here is a file of which some record or line is neither staged nor refused (promise 1 of the architecture):
-- the warehouse lost or invented it, so look at admission and at the extract's staging model, not at the agency's file.
select *
from {{ ref('file_reconciliation') }}
where
    unexplained_rows is distinct from 0
    or unexplained_lines is distinct from 0
    or rows_staged <> rows_in_force + rows_superseded
