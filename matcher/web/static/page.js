// What every page does: the dialog, drop zones, confirmations, and what is said aloud.
const $ = (id) => document.getElementById(id);
const dialog = $("dialog");

/** Say something politely: to those who see, for a while; to those who listen, once. */
export function say(words) {
  $("said").textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $("said").textContent = ""; }, 6000);
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "dialog-content" && !dialog.open) {
    $("wrong").replaceChildren();
    dialog.showModal();
  }
});
document.addEventListener("htmx:beforeRequest", () => $("wrong").replaceChildren());
document.addEventListener("htmx:sendError", () => {
  const words = document.createElement("p");
  words.className = "note wrong";
  words.setAttribute("role", "alert");
  words.textContent = "The server does not answer. Nothing that was kept is lost; try again.";
  $("wrong").replaceChildren(words);
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id === "wrong") detail.target.scrollIntoView({ block: "nearest" });
});
// A server's word for the live region: HX-Trigger: {"said": "…"}
document.addEventListener("said", ({ detail }) => say(detail.value));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]") || event.target === dialog) dialog.close();
  const opener = event.target.closest("[data-open]");
  if (opener) $(opener.dataset.open).showModal();
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// Drop zones: files dropped stand in the field inside; what is chosen is listed, and may be sent at once.
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.(".drop");
    if (!zone || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  const zone = event.target.closest?.(".drop");
  if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.(".drop");
  if (!zone || !event.dataTransfer.files.length) return;
  event.preventDefault();
  zone.classList.remove("over");
  const field = zone.querySelector("input[type=file]");
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("change", (event) => {
  const zone = event.target.matches("input[type=file]") && event.target.closest(".drop");
  if (!zone) return;
  const files = [...event.target.files];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const named = files.slice(0, 3).map((file) => file.name).join(", ");
  const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
  zone.querySelector("[data-chosen]").textContent = files.length
    ? `${named}${more} (${(size / 2 ** 20).toFixed(1)} MB)` : "";
  if (files.length && zone.hasAttribute("data-at-once")) event.target.form.requestSubmit();
});
document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const bar = target.querySelector?.("progress[data-upload]");
  if (!bar || !detail.lengthComputable) return;
  bar.hidden = false;
  bar.max = detail.total;
  bar.value = detail.loaded;
});
// A form that leads to another page shows what is wrong on this one.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.requestConfig.elt.matches("[data-navigate]") || detail.xhr.status >= 400) return;
  detail.shouldSwap = false;
  window.location.assign(detail.xhr.responseURL);
});
