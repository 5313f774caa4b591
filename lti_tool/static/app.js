// What HTML alone cannot do; every edit also works without it.
document.documentElement.classList.add("has-script");

// What is to be mended comes first: it has an error, or a colleague has written something else there.
var TO_BE_MENDED = "[aria-invalid], [data-differs]";

document.addEventListener("DOMContentLoaded", function () {
  var wrong = document.querySelector("#main :is(" + TO_BE_MENDED + ")");
  if (wrong) { wrong.focus(); wrong.parentElement.scrollIntoView({ block: "center" }); }
});

// After a swap the focus goes where the work goes on (WCAG 2.4.3): at once, before anybody can type into what was swapped in,
// and not away from another place to which the person has gone meanwhile.
document.addEventListener("htmx:afterSwap", function () {
  var next = document.querySelector("[data-focus]");
  var row = next && next.closest("tr");
  var isLost = document.activeElement === document.body; // what had the focus is gone
  if (next) { next.removeAttribute("data-focus"); }
  if (next && (isLost || row && row.contains(document.activeElement))) {
    var wrong = row && row.querySelector(TO_BE_MENDED);
    (wrong || next).focus();
    if (wrong) { row.scrollIntoView(); } // with what is said of it above
  } else if (isLost) {
    document.getElementById("main").focus({ preventScroll: true }); // e.g. archived
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
