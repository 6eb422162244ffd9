// Keeps the ticks of this document in the browser. Without storage the boxes work, and are forgotten.
(() => {
  const boxes = [...document.querySelectorAll("input[type=checkbox]")];
  const key = document.body.dataset.state;
  try {
    const saved = localStorage.getItem(key) ?? "";
    if (saved.length === boxes.length) {
      boxes.forEach((box, at) => { box.checked = saved[at] === "x"; });
    }
  } catch {
    return;
  }
  document.addEventListener("change", () => {
    try {
      localStorage.setItem(key, boxes.map((box) => (box.checked ? "x" : ".")).join(""));
    } catch {
      // Storage is full or closed; the sheet can still be used.
    }
  });
})();
