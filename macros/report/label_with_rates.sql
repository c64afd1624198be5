{# A label in which {low_rate} and {high_rate} are replaced by the rates of var discount_rates, in percent. #}
{% macro label_with_rates(label) -%}
    {%- set ns = namespace(text=label) %}
    {%- for name, rate in var('discount_rates').items() %}
    {%- set ns.text = "replace(" ~ ns.text ~ ", '{" ~ name ~ "_rate}', '" ~ '%g' | format(rate * 100) ~ "')" %}
    {%- endfor %}
    {{- ns.text }}
{%- endmacro %}
