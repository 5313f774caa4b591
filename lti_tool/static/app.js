// What HTML alone cannot do; every edit also works without it.
document.documentElement.classList.add("has-script");
document.documentElement.classList.toggle("is-framed", self !== top);

// What is to be mended comes first: it has an error, or a colleague has written something else there.
var TO_BE_MENDED = "[aria-invalid], [data-differs]";

document.addEventListener("DOMContentLoaded", function () {
  var wrong = document.querySelector("#main :is(" + TO_BE_MENDED + ")");
  if (!wrong) {
    var first = document.querySelector("[data-begin]"); // browsers leave `autofocus` aside in a frame of another site
    return first && first.focus();
  }
  mend(wrong);
});

// The focus goes to a field, and what is said of it comes into the frame with it.
function mend(wrong) {
  var isHigh = wrong.parentElement.offsetHeight > innerHeight - 60; // then what is said above a long text comes first
  wrong.focus();
  wrong.parentElement.scrollIntoView({ block: isHigh ? "start" : "center" });
}

// After an act the work goes on where its address leads, e.g. at a row that was brought back. Not before the browser has
// gone there itself: it takes the focus along.
window.addEventListener("load", function () {
  var place = location.hash && document.getElementById(location.hash.slice(1));
  var said = document.querySelector("#notices .notice");
  if (!said) { return; }
  if (place) { sayAt(place, said); }
  said.tabIndex = -1; // what was done is read out, and its undo is the next thing
  var next = place && place.querySelector("a") || said;
  if (document.activeElement === document.body) { setTimeout(function () { next.focus({ preventScroll: next === said }); }); }
});

// What was done is said where it was done: below its row as after a swap, below its heading, else first in its part.
function sayAt(place, said) {
  if (place.matches("h1, h2, h3")) { return place.after(said); }
  if (!place.matches("tr")) { return place.prepend(said); }
  var row = document.createElement("tr");
  row.className = "noticed no-print";
  row.insertCell().colSpan = place.cells.length;
  row.cells[0].append(said);
  place.after(row);
}

// After a swap the focus goes where the work goes on (WCAG 2.4.3): at once, before anybody can type into what was swapped in,
// and not away from another place to which the person has gone meanwhile.
document.addEventListener("htmx:afterSwap", function (event) {
  if (event.target === document.body) { // a failure is a page: it begins at its top, at once
    requestAnimationFrame(function () { scrollTo({ top: 0, behavior: "instant" }); });
  }
  var next = document.querySelector("[data-focus]");
  var row = next && next.closest("tr");
  var isLost = document.activeElement === document.body; // what had the focus is gone
  if (next) { next.removeAttribute("data-focus"); }
  var hasRowFocus = row && row.contains(document.activeElement);
  if (next && (isLost || hasRowFocus)) {
    var wrong = row && row.querySelector(TO_BE_MENDED);
    if (wrong) { return mend(wrong); }
    var isCut = row && row.querySelector(".row-form") && row.getBoundingClientRect().bottom > innerHeight;
    next.focus({ preventScroll: isCut });
    if (isCut) { row.scrollIntoView({ behavior: "instant" }); }
  } else if (isLost) {
    document.getElementById("main").focus({ preventScroll: true });
  }
});

// Browsers bring only the line with the caret into the frame: who comes to a text sees all of it.
document.addEventListener("focusin", function (event) {
  if (event.target.matches("textarea")) { event.target.scrollIntoView({ block: "nearest", behavior: "instant" }); }
});

// A form that was fetched to be sent at once, e.g. into a new window. It stays to be pressed where the browser keeps the window
// back, and goes when the window takes the focus.
document.addEventListener("htmx:afterSwap", function (event) {
  var fetched = event.target.querySelector("form[data-send]");
  if (!fetched) { return; }
  fetched.querySelector("button").focus();
  fetched.requestSubmit();
  addEventListener("blur", function () {
    var pressed = fetched.closest(".new-window").querySelector("button");
    fetched.remove();
    pressed.focus();
  }, { once: true });
});

// A hint that cannot be given takes no page away: what is being typed stays.
document.addEventListener("htmx:beforeSwap", function (event) {
  if (event.detail.isError && event.detail.requestConfig.elt.matches("input, [data-hint]")) { event.detail.shouldSwap = false; }
});

// What was found for other letters cannot be pressed: it would lead, or add, what is not meant any more.
document.addEventListener("input", function (event) {
  if (event.target.matches("[data-search]")) { document.getElementById("found").inert = true; }
});
document.addEventListener("htmx:afterSwap", function (event) {
  if (event.target.id === "found") { event.target.inert = false; }
});

// What was said of the last act goes with the next one.
document.addEventListener("htmx:beforeSwap", function (event) {
  if (event.detail.requestConfig.verb === "post" && !event.target.matches(".ticket")) { // a window does nothing here
    document.querySelectorAll("tr.noticed, #notices .notice").forEach(function (said) { said.remove(); });
  }
});

document.addEventListener("keydown", function (event) {
  if (!event.key) { return; } // a suggestion was chosen: Chrome tells that as a press without a key
  var search = document.querySelector("[data-search]");
  var form = event.target.form || event.target.closest("form");
  var isWriting = form && event.target.tagName === "TEXTAREA";
  if (search && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    search.select();
  } else if (event.key === "Escape" && event.target.closest(".find") && document.querySelector("#found > *")) {
    event.preventDefault(); // the first Escape puts away what was found, the next one empties the field
    document.getElementById("found").replaceChildren();
    search.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".find")) {
    goThroughFound(event);
  } else if (event.key === "Escape" && event.target.closest("tr.editing")) {
    event.target.closest("tr.editing").querySelector("[data-cancel]").click();
  } else if (isWriting && event.key === "Enter" && !event.isComposing && sendsForm(event, form)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// The arrows go from the field through what was found, and back.
function goThroughFound(event) {
  var places = [document.querySelector("[data-search]")].concat(Array.from(document.querySelectorAll("#found a")));
  var next = places[places.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) { return; }
  event.preventDefault();
  next.focus();
}

// Ctrl+Enter sends a form out of its text; the text of a row that is added has one line, so there Enter does.
function sendsForm(event, form) {
  var isOneLine = form.id === "add-form" && event.target.rows === 1;
  return event.ctrlKey || event.metaKey || (isOneLine && !event.shiftKey);
}

document.addEventListener("click", function (event) {
  if (event.target.closest("[data-print]")) { window.print(); }
  if (event.target.closest("[data-unfold]")) {
    event.preventDefault(); // without a script it leads to a page
    document.documentElement.classList.add("is-adding"); // not on the row: htmx puts another in its place
    document.getElementById("add-name").focus();
  }
  if (event.target.closest("[data-copy]")) {
    event.preventDefault();
    copy(event.target.closest("[data-copy]"));
  }
  if (event.target.closest("[data-close]")) { event.target.closest("tr.noticed, .notice").remove(); }
  if (!event.target.closest(".find") && document.getElementById("found")) {
    document.getElementById("found").replaceChildren();
  }
});

// Moodle's frame may not use the clipboard, so what is to be copied is marked and copied as by hand. Where even that is
// refused it stays there, marked.
function copy(button) {
  var shown = document.createElement("input");
  shown.readOnly = true;
  shown.className = "form-control copied-from";
  shown.value = button.dataset.copy;
  button.after(shown);
  shown.select();
  if (!document.execCommand("copy")) { return; }
  shown.remove();
  button.focus();
  var text = button.textContent;
  button.textContent = button.dataset.copied;
  button.setAttribute("role", "status");
  setTimeout(function () {
    button.textContent = text;
    button.removeAttribute("role");
  }, 2000);
}
