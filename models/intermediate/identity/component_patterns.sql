-- What comparison_patterns is for compared_pairs, for the pairs within components, which show patterns of their own.
-- Grain: one row per pattern of levels among the pairs within components (pattern).
{{ weigh_patterns(ref('component_pairs')) }}
