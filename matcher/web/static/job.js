// The workbench: a requirement and its words find each other; chips move by mouse and by key.
const bench = () => document.querySelector("#workbench > .bench");
const KEYS = { m: "must", p: "preferred", b: "bonus", i: "ignored" };

function send(values) {
  const { job, version } = bench().dataset;
  return window.htmx.ajax("POST", `/jobs/${job}/edit`, { target: "#workbench", swap: "innerHTML", values: { version, ...values } });
}
const move = (id, lane) => send({ edit: "level", requirement: id, level: lane });

function point(id, scroll) {
  for (const mark of document.querySelectorAll(".job-text mark")) mark.classList.toggle("shown", mark.dataset.r === id);
  const first = document.querySelector(`.job-text mark[data-r="${id}"]`);
  if (first && scroll) {
    const box = first.closest(".job-text");
    box.scrollTo({ top: first.offsetTop - box.offsetTop - box.clientHeight / 3 });
  }
}
const chipOf = (target) => target.closest?.(".chip");
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, ({ target }) => {
    const chip = chipOf(target);
    if (chip) point(chip.dataset.r, kind === "focusin");
  });
}
document.addEventListener("click", ({ target }) => {
  const mark = target.closest(".job-text mark[data-r]");
  const chip = mark && document.getElementById(`chip-${mark.dataset.r}`);
  if (!chip) return;
  chip.closest("details.lane")?.setAttribute("open", "");
  chip.querySelector("details").open = true;
  const summary = chip.querySelector("summary");
  summary.focus({ preventScroll: true });
  chip.scrollIntoView({ block: "nearest" });
  point(mark.dataset.r, false);
});

document.addEventListener("keydown", (event) => {
  const summary = event.target.closest?.(".chip summary");
  if (!summary || event.altKey || event.ctrlKey || event.metaKey) return;
  const lane = KEYS[event.key];
  const chip = chipOf(summary);
  if (!lane || chip.dataset.lane === lane) return;
  event.preventDefault();
  move(chip.dataset.r, lane);
});

// Dragging: onto a lane it moves, onto another chip they become alternatives. Both can be done without.
let dragged = null;
const over = (target) => {
  const chip = chipOf(target);
  return chip && chip !== dragged ? chip : target.closest?.(".lane[data-lane]");
};
const unmark = () => document.querySelectorAll(".chip.over, .lane.over").forEach((each) => each.classList.remove("over"));
document.addEventListener("dragstart", (event) => {
  dragged = chipOf(event.target);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector(".chip-words").textContent);
  dragged.classList.add("dragged");
});
document.addEventListener("dragover", (event) => {
  const place = dragged && over(event.target);
  if (!place) return;
  event.preventDefault();
  unmark();
  place.classList.add("over");
});
document.addEventListener("drop", (event) => {
  const place = dragged && over(event.target);
  if (!place) return;
  event.preventDefault();
  const id = dragged.dataset.r;
  if (place.classList.contains("chip")) send({ edit: "join", requirement: place.dataset.r, with: id });
  else if (place.dataset.lane !== dragged.dataset.lane) move(id, place.dataset.lane);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  unmark();
});

// What stays where it is while the workbench is replaced: the place in the description, and the focus.
let before = null;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "workbench") return;
  before = { top: document.querySelector(".job-text")?.scrollTop ?? 0, chip: chipOf(document.activeElement)?.id };
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id !== "workbench" || !before) return;
  const text = document.querySelector(".job-text");
  if (text) text.scrollTop = before.top;
  if (document.activeElement === document.body && before.chip) document.getElementById(before.chip)?.querySelector("summary").focus();
  for (const field of document.querySelectorAll("[data-version]:not(.bench)")) field.value = bench().dataset.version;
  before = null;
});
// One requirement is open at a time. (A shared name would close the new one while the old still stands.)
document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches(".chip details")) return;
  for (const other of document.querySelectorAll(".chip details[open]")) if (other !== target) other.open = false;
}, true);
