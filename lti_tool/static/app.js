// What HTML alone cannot do; every edit also works without it.
document.documentElement.classList.add("has-script");

// After a swap the focus goes where the work goes on (WCAG 2.4.3).
document.addEventListener("htmx:afterSettle", function () {
  var next = document.querySelector("[data-focus]");
  if (next) {
    next.removeAttribute("data-focus");
    var row = next.closest("tr");
    (row && row.querySelector("[aria-invalid]") || next).focus(); // what is to be mended comes first
  } else if (document.activeElement === document.body) {
    document.getElementById("main").focus({ preventScroll: true }); // what had the focus is gone, e.g. archived
  }
});

document.addEventListener("keydown", function (event) {
  var inField = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
    var search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); }
  }
});

document.addEventListener("click", function (event) {
  if (event.target.closest("[data-print]")) { window.print(); }
});
