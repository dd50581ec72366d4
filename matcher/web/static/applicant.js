// The ledger and the texts find each other: a line shows its evidence, evidence opens its line.
const marks = () => [...document.querySelectorAll(".person-text mark")];
const proves = (mark, id) => mark.dataset.rs.split(" ").includes(id);

function point(id) {
  const texts = document.querySelector(".texts");
  const own = marks().filter((mark) => mark.classList.toggle("shown", id !== null && proves(mark, id)));
  texts.classList.toggle("dim", own.length > 0);
  for (const line of document.querySelectorAll(".ledger details[data-r]")) line.classList.toggle("shown", line.dataset.r === id);
  if (own.length) texts.scrollTo({ top: own[0].offsetTop - texts.offsetTop - texts.clientHeight / 3 });
}
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches(".ledger details[data-r]")) return;
  if (target.open) point(target.dataset.r);
  else if (target.classList.contains("shown")) point(null);
}, true);
document.addEventListener("click", ({ target }) => {
  const mark = target.closest(".person-text mark");
  if (!mark) return;
  const line = document.getElementById(`e-${mark.dataset.rs.split(" ")[0]}`);
  line.open = true;
  line.querySelector("summary").focus({ preventScroll: true });
  line.scrollIntoView({ block: "center" });
});
