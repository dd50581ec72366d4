// One stop of the Tab key for a whole grid; arrow keys move inside it (WAI-ARIA, roving tabindex).
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
const cells = (row) => [...row.querySelectorAll("[data-cell]")];
const rows = (grid) => [...grid.querySelectorAll("tr")].filter((row) => row.querySelector("[data-cell]"));

function focusCell(grid, cell) {
  for (const other of grid.querySelectorAll("[data-cell]")) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

/** Let the first cell be reached by Tab, where none is. */
export function prepare(root = document) {
  for (const grid of root.querySelectorAll("[data-roving]")) {
    const all = grid.querySelectorAll("[data-cell]");
    if (all.length && ![...all].some((cell) => cell.tabIndex === 0)) all[0].tabIndex = 0;
  }
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  const grid = cell?.closest("[data-roving]");
  if (!grid || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = rows(grid);
  const row = cell.closest("tr");
  const column = cells(row).indexOf(cell);
  let next;
  if (event.key in STEPS) {
    const [down, right] = STEPS[event.key];
    const there = all[all.indexOf(row) + down];
    next = there && cells(there)[column + right];
  } else if (event.key === "Home") next = cells(event.ctrlKey ? all[0] : row)[0];
  else if (event.key === "End") next = cells(row).at(-1);
  else return;
  event.preventDefault();
  if (next) focusCell(grid, next);
});
document.addEventListener("focusin", ({ target }) => {
  const grid = target.matches?.("[data-cell]") && target.closest("[data-roving]");
  if (grid) for (const other of grid.querySelectorAll("[data-cell]")) other.tabIndex = other === target ? 0 : -1;
});
document.addEventListener("htmx:afterSettle", () => prepare());
prepare();
