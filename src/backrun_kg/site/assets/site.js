"use strict";
// Filters lists by name. Without it every page reads completely.
function startFilter(box) {
  const items = [...document.querySelectorAll(".columns li, .queries li")];
  const groups = [...document.querySelectorAll(".group")];
  const names = items.map((item) => item.textContent.toLowerCase());
  const told = document.getElementById("left");
  box.closest(".filter").hidden = false;
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    items.forEach((item, at) => {
      item.hidden = !words.every((word) => names[at].includes(word));
      left += !item.hidden;
    });
    groups.forEach((group) => {
      group.hidden = !group.querySelector("li:not([hidden])");
    });
    told.textContent = words.length ? `${left} of ${items.length}` : "";
  });
}
document.querySelectorAll("#filter").forEach(startFilter);
