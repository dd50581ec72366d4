// The ranking: weights that were not moved are not sent, and who is chosen to compare stays chosen.
const form = document.getElementById("view");
const MOST = 4;
const sliders = () => [...form.querySelectorAll("input[type=range]")];
const moved = (slider) => slider.value !== slider.dataset.own && Math.abs(slider.value - slider.dataset.own) > 0.051;

function markSliders() {
  for (const slider of sliders()) slider.closest(".slider").classList.toggle("moved", moved(slider));
  form.querySelector(".keep").disabled = !sliders().some(moved);
}
form.addEventListener("input", markSliders);
form.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const slider of sliders()) if (!moved(slider)) detail.parameters.delete(slider.name);
  for (const [name, value] of [...detail.parameters.entries()]) if (value === "") detail.parameters.delete(name);
});
const change = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-reset-weights]")) {
    for (const slider of sliders()) slider.value = slider.dataset.own;
    markSliders();
    change(sliders()[0]);
  }
  const drop = target.closest("[data-drop-skill]");
  if (drop) {
    drop.closest(".flag").remove();
    document.getElementById("has-skill").focus();
    change(form);
  }
  const menu = document.querySelector("details.menu[open]");
  if (menu && !menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A skill that was chosen becomes a filter of its own, and the field is free again.
form.addEventListener("change", (event) => {
  const chosen = event.target.closest("[data-chosen-skill]");
  if (!chosen?.value) return;
  const field = document.getElementById("has-skill");
  const chip = document.createElement("span");
  chip.className = "flag plain";
  chip.textContent = `${field.value} `;
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "skill", value: chosen.value });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "bare", textContent: "✕" });
  drop.dataset.dropSkill = "";
  drop.setAttribute("aria-label", `Without ${field.value}`);
  chip.append(kept, drop);
  form.querySelector("[data-skills]").append(chip);
  chosen.value = "";
  field.value = "";
});

// Filters and weights can be put away; on a narrow screen they are at first.
const side = document.getElementById("side-switch");
function showSide(shown) {
  side.setAttribute("aria-expanded", String(shown));
  document.querySelector(".columns.ranked").classList.toggle("narrow", !shown);
}
side.addEventListener("click", () => showSide(side.getAttribute("aria-expanded") !== "true"));
if (window.matchMedia("(max-width: 68rem)").matches) showSide(false);

const chosen = new Set();
function markChosen() {
  for (const box of document.querySelectorAll("#table input[name=id]")) {
    box.checked = chosen.has(box.value);
    box.disabled = !box.checked && chosen.size >= MOST;
  }
  const button = document.getElementById("compare-button");
  button.disabled = chosen.size < 2;
  button.querySelector("[data-count]").textContent = chosen.size ? `${chosen.size}` : "";
  button.title = chosen.size < 2 ? "Choose two to four applicants" : "";
}
document.addEventListener("change", ({ target }) => {
  if (!target.matches("#table input[name=id]")) return;
  chosen[target.checked ? "add" : "delete"](target.value);
  markChosen();
});
document.getElementById("compare").addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = new URLSearchParams([...chosen].map((id) => ["id", id]));
  window.location.assign(`${event.target.action}?${asked}`);
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id === "table") markChosen();
});
markSliders();
markChosen();
