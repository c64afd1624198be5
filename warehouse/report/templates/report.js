// Gives each table search, sorting, a choice of year and a download of the rows shown.
// Without it the pages show the same tables whole.
"use strict";

const language = {
  search: "Search this table",
  info: "_TOTAL_ _ENTRIES-TOTAL_",
  entries: { _: "rows", 1: "row" },
  infoEmpty: "No rows",
  infoFiltered: "of _MAX_",
  zeroRecords: "No row fits.",
};

// Lets one choose among the values of a column; while one is chosen, the column says nothing new.
function choice(dataTable, index, title, values, everything) {
  const column = dataTable.column(index);
  const label = Object.assign(document.createElement("label"), { className: "choice" });
  label.append(`${title} `);
  const select = document.createElement("select");
  for (const value of [...values, everything]) {
    select.append(new Option(value, value === everything ? "" : value));
  }
  const choose = () => {
    column.search(select.value, { exact: select.value !== "" }).draw();
    column.visible(select.value === "");
  };
  select.addEventListener("change", choose);
  label.append(select);
  choose();
  return label;
}

// Says why a figure isn't told when one points at it or comes to it by keyboard.
function explain(table) {
  for (const reason of document.querySelectorAll(`#${CSS.escape(table.id)}-key [data-code]`)) {
    for (const link of table.querySelectorAll(`a.${reason.dataset.code}`)) {
      link.title = reason.lastElementChild.textContent;
    }
  }
}

function enhance(table) {
  const region = table.closest(".scroll");
  const dataTable = new DataTable(table, {
    paging: false,
    order: [],
    autoWidth: false,
    language,
    layout: {
      topStart: "search",
      topEnd: { buttons: [{ extend: "csvHtml5", text: "Download these rows", filename: table.id, title: null }] },
      bottomStart: "info",
      bottomEnd: null,
    },
  });
  const key = document.querySelectorAll(`#${CSS.escape(table.id)}-key [data-code]`);
  dataTable.on("draw", () => key.forEach((reason) => {
    reason.hidden = !table.tBodies[0].querySelector(`.${reason.dataset.code}`);
  }));
  const container = dataTable.table().container();
  const search = container.querySelector(".dt-search");
  if (table.dataset.status) {
    const index = Number(table.dataset.status);
    const texts = dataTable.column(index).nodes().toArray().map((cell) => cell.textContent);
    const title = dataTable.column(index).title();
    search.after(choice(dataTable, index, title, new Set(texts), "Each"));
  }
  if (table.dataset.years) {
    search.after(choice(dataTable, 0, "School year", table.dataset.years.split(" "), "All years"));
  }
  // The scrolling region is now the row that holds the table alone, not its search box.
  const row = container.querySelector(".dt-layout-table");
  for (const attribute of ["role", "tabindex", "aria-label"]) {
    row.setAttribute(attribute, region.getAttribute(attribute));
    region.removeAttribute(attribute);
  }
  region.classList.remove("scroll");
  row.classList.add("scroll");
  // Who can't see which table a control stands above is told.
  for (const control of container.querySelectorAll("label, button")) {
    const unseen = { className: "unseen", textContent: `: ${table.caption.textContent.trim()}` };
    control.append(Object.assign(document.createElement("span"), unseen));
  }
}

document.querySelectorAll("table[id]").forEach(explain);
document.querySelectorAll("table[data-sortable]").forEach(enhance);

// A link to a panel opens it.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const panel = target && target.closest("details");
  if (panel) {
    panel.open = true;
    target.scrollIntoView();
  }
}
window.addEventListener("hashchange", openTarget);
openTarget();
