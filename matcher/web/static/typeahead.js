// A field that completes (WAI-ARIA combobox with a list): arrows choose, Enter takes, Escape closes.
const fieldOf = (list) => list.closest("[data-typeahead]").querySelector("[role=combobox]");
const listOf = (field) => field.closest("[data-typeahead]").querySelector("[role=listbox]");
const options = (list) => [...list.querySelectorAll("[role=option][data-skill]")];

function show(field, open) {
  const list = listOf(field);
  list.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (!open) field.removeAttribute("aria-activedescendant");
}
function mark(field, option) {
  for (const other of options(listOf(field))) other.setAttribute("aria-selected", String(other === option));
  if (!option) return;
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}
function take(field, option) {
  field.value = option.dataset.name;
  const chosen = field.closest("[data-typeahead]").querySelector("[data-chosen-skill]");
  chosen.value = option.dataset.skill;
  show(field, false);
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const list = detail.target;
  if (list.getAttribute("role") !== "listbox") return;
  const field = fieldOf(list);
  for (const option of options(list)) option.id = `${list.id}-${option.id}`;
  const open = field.value.trim() !== "" && document.activeElement === field;
  show(field, open);
  mark(field, open ? options(list)[0] : null);
});
document.addEventListener("input", ({ target }) => {
  if (target.matches("[role=combobox]")) target.closest("[data-typeahead]").querySelector("[data-chosen-skill]").value = "";
});
document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[role=combobox]");
  if (!field) return;
  const list = listOf(field);
  const all = options(list);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) show(field, all.length > 0);
    else mark(field, all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % all.length));
  } else if (event.key === "Enter" && !list.hidden && at >= 0) {
    event.preventDefault();
    take(field, all[at]);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    show(field, false);
  }
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("[role=option][data-skill]");
  if (!option) return;
  event.preventDefault();
  take(fieldOf(option.parentElement), option);
});
document.addEventListener("focusout", ({ target }) => {
  if (target.matches("[role=combobox]")) show(target, false);
});
