-- Works out once for each pattern of comparison levels what is the same for all pairs that show it.
-- Grain: one row per pattern of levels among the compared pairs (pattern).
{{ weigh_patterns(ref('compared_pairs')) }}
