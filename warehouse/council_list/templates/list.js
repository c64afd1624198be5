// Filters and sorts the table of credentials. Without it the page shows the whole List.
"use strict";

const form = document.querySelector("form[data-filter-for]");
const table = document.getElementById(form.dataset.filterFor);
const headings = Array.from(table.tHead.rows[0].cells);
const body = table.tBodies[0];
const rows = Array.from(body.rows);

function valueOf(row, column) {
  const cell = row.cells[column];
  if (cell.dataset.value !== undefined) {
    return cell.dataset.value;
  }
  const label = cell.querySelector(".label");
  return cell.textContent.replace(label ? label.textContent : "", "").trim();
}

function filterRows() {
  const text = form.elements.text.value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits =
      (!text || row.textContent.toLowerCase().includes(text)) &&
      (!form.elements.type.value || row.dataset.type === form.elements.type.value) &&
      (!form.elements.level.value || row.dataset.level === form.elements.level.value) &&
      (!form.elements.credit.checked || row.dataset.credit === "yes");
    row.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  form.querySelector(".count").textContent = `${shown} of ${rows.length} credentials shown`;
}

function sortRows() {
  const option = form.elements.order.selectedOptions[0];
  const column = Number(option.value);
  const isDown = "down" in option.dataset;
  headings.forEach((heading) => heading.removeAttribute("aria-sort"));
  headings[column].setAttribute("aria-sort", isDown ? "descending" : "ascending");
  rows.sort((left, right) => {
    const order = valueOf(left, column).localeCompare(valueOf(right, column), undefined, {
      numeric: true,
    });
    const byName = valueOf(left, 0).localeCompare(valueOf(right, 0));
    return (isDown ? -order : order) || byName;
  });
  body.append(...rows);
}

form.hidden = false;
form.addEventListener("input", filterRows);
form.elements.order.addEventListener("change", sortRows);
form.addEventListener("submit", (event) => event.preventDefault());
filterRows();
