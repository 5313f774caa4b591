// What HTML alone cannot do; every edit also works without it.
document.documentElement.classList.add("has-script");
document.documentElement.classList.toggle("is-framed", self !== top);

// What is to be mended comes first: it has an error, or a colleague has written something else there.
var TO_BE_MENDED = "[aria-invalid], [data-differs], [data-unchosen]";
var HANGS_OPEN = "details:is(.narrow-down, .menu)[open]";
var HAS_KEYBOARD = matchMedia("(pointer: fine)").matches;

document.addEventListener("DOMContentLoaded", function () {
  var wrong = document.querySelector("#main :is(" + TO_BE_MENDED + ")");
  if (!wrong) {
    var first = document.querySelector("[data-begin]"); // browsers leave `autofocus` aside in a frame of another site
    return first && HAS_KEYBOARD && first.focus(); // on a phone a keyboard would cover the rest
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
  place.after(rowWith(said, place.cells.length));
}

function rowWith(said, cells) {
  var row = document.createElement("tr");
  row.className = "noticed no-print";
  row.insertCell().colSpan = cells;
  row.cells[0].append(said);
  return row;
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
    var begin = row && (row.querySelector(".conflict") || row.querySelector(".row-form"));
    var isCut = begin && (begin.matches(".conflict") || row.getBoundingClientRect().bottom > innerHeight);
    next.focus({ preventScroll: isCut });
    if (isCut) { begin.scrollIntoView({ behavior: "instant" }); }
  } else if (isLost) {
    document.getElementById("main").focus({ preventScroll: true });
  }
});

// Browsers bring only the line with the caret into the frame: who comes to a text sees all of it.
document.addEventListener("focusin", function (event) {
  if (event.target.matches("textarea")) { event.target.scrollIntoView({ block: "nearest", behavior: "instant" }); }
  putAway(event.target);
  cameInto = event.target;
});

// A text of which two lines are shown has moved to a link further down while that had the focus: it goes back.
document.addEventListener("focusout", function (event) {
  var cut = event.target.closest(".list .what > div");
  if (cut) { cut.scrollTop = 0; }
});

// Who presses into a contact field writes another name in the place of the one that stands there.
var cameInto;
document.addEventListener("click", function (event) {
  if (event.target === cameInto && event.target.matches("input[list]")) { event.target.select(); }
  cameInto = null;
});

// What hangs open over the page closes when one has gone on.
function putAway(place) {
  document.querySelectorAll(HANGS_OPEN).forEach(function (part) {
    if (!part.contains(place)) { part.open = false; }
  });
}

// A text grows while it is written; newer browsers do it by themselves (`field-sizing`).
if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", function (event) {
    if (!event.target.matches("textarea")) { return; }
    event.target.style.height = "auto";
    event.target.style.height = event.target.scrollHeight + 2 + "px";
  });
}

// A form that was fetched to be sent at once, e.g. into a new window. It stays to be pressed where the browser keeps the window
// back, and goes when the window takes the focus.
document.addEventListener("htmx:afterSwap", function (event) {
  var fetched = event.target.querySelector("form[data-send]");
  if (!fetched) { return; }
  fetched.querySelector("button").focus();
  fetched.requestSubmit();
  var isOver = function () {
    if (!fetched.isConnected) { return; }
    var pressed = fetched.closest(".new-window").querySelector("button");
    fetched.remove();
    pressed.focus();
  };
  addEventListener("blur", isOver, { once: true });
  document.addEventListener("visibilitychange", isOver, { once: true });
  setTimeout(isOver, 55000); // the way into the window is good for a minute
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
  var opened = document.querySelector(HANGS_OPEN);
  if (search && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    search.select();
  } else if (event.key === "Escape" && event.target.closest(".find") && document.querySelector("#found > *")) {
    event.preventDefault(); // the first Escape puts away what was found, the next one empties the field
    document.getElementById("found").replaceChildren();
    search.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".find")) {
    goThroughFound(event);
  } else if (event.key === "ArrowDown" && event.target.id === "partner-name") {
    var offered = document.querySelector("#partners-like input"); // Tab passes radios by of which one is checked
    if (offered) { event.preventDefault(); offered.focus(); }
  } else if (event.key === "Escape" && opened) {
    opened.open = false;
    opened.querySelector("summary").focus();
  } else if (event.key === "Escape" && form && form.matches(".row-form") && form.querySelector("[data-cancel]")) {
    form.querySelector("[data-cancel]").click(); // what was typed stays as a draft: only who presses *Cancel* drops it
  } else if (form && event.key === "Enter" && !event.isComposing && sendsForm(event, form)) {
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

// Ctrl+Enter sends a form out of any field; out of the text of a row that is added Enter does, where there is a Shift key for
// another line.
function sendsForm(event, form) {
  if (!event.target.matches("input, select, textarea") || form.method !== "post") { return false; }
  var isQuick = event.target.matches("#add-description") && HAS_KEYBOARD && !event.shiftKey;
  return event.ctrlKey || event.metaKey || isQuick;
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
  putAway(event.target);
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

// What unfolds in a log begins with its field; not when the page comes with it open.
document.addEventListener("toggle", function (event) {
  var part = event.target;
  if (part.open && part.matches(".log details") && part.contains(document.activeElement)) {
    part.querySelector("input").focus();
    part.scrollIntoView({ block: "nearest" });
  }
}, true);

// A hint that comes late pushes down what is below it: who has gone on there stays in sight.
document.addEventListener("htmx:afterSwap", function (event) {
  var part = document.activeElement.closest(".log details");
  if (part && event.detail.requestConfig.elt.matches("input") && !part.contains(event.target)) {
    part.scrollIntoView({ block: "nearest" });
  }
});

// Beside a pasted list its HTML is kept, which knows of bullets, links and cells. Of what was put together or typed it knows not all.
document.addEventListener("input", function (event) {
  var name = event.target.dataset.keepsHtml;
  if (!name) { return; }
  var isWhole = event.inputType === "insertFromPaste" && event.target.value.trim() === pasted.text.replace(/\r\n/g, "\n").trim();
  event.target.form.elements[name].value = isWhole ? pasted.html : "";
});
var pasted = { text: "", html: "" };
document.addEventListener("paste", function (event) {
  if (!event.clipboardData) { return; }
  pasted = { text: event.clipboardData.getData("text/plain"), html: event.clipboardData.getData("text/html") };
});
