-- Scores all pairs within components of three or more, the poor ones included: they speak against.
-- Grain: one row per pair of descriptions within a component of three or more (identity_number_a < identity_number_b).
{{ score_pairs(ref('component_pairs'), ref('component_patterns')) }}
