// What somebody has typed and not saved yet is kept for this tab, under person, form and field: Back, an undo elsewhere or an
// expired session lose nothing. No longer than the tab lives, since computers are shared; and gone when another person comes in it.
(function () {
  var person = document.body.dataset.person;
  var refused; // the key of a form that was sent and not taken: the answer repeats what was typed
  var isLeaving = false; // a form is being sent: nothing to ask
  var drafts;
  try {
    drafts = sessionStorage;
  } catch (error) { // Chromium keeps nothing for frames where it blocks third-party cookies: then leaving is only asked about
    drafts = { getItem: function () { return null; }, setItem: function () {}, removeItem: function () {} };
  }

  function store(key, value) {
    try {
      drafts.setItem(key, JSON.stringify(value));
    } catch (error) { // the tab's store is full: leaving is asked about all the same
      drafts.removeItem(key);
    }
  }

  function keyOf(form) {
    var address = new URL(form.getAttribute("action") || location.href, location.href);
    return "draft:" + person + ":" + address.pathname.replace(/^\/l\/[^/]+/, "") + address.search;
  }

  function fieldsOf(form) {
    var isTyped = "textarea, select, input:not([type]), input:is([type=text], [type=url], [type=radio], [type=checkbox])";
    return Array.from(form.elements).filter(function (field) { return field.name && field.matches(isTyped); });
  }

  function isChoice(field) { return field.matches("[type=radio], [type=checkbox]"); }

  function valueOf(field) { return isChoice(field) ? field.checked : field.value; }

  function firstValueOf(field) {
    if (!field.options) { return isChoice(field) ? field.defaultChecked : field.defaultValue; }
    var chosen = Array.from(field.options).find(function (option) { return option.defaultSelected; });
    return (chosen || field.options[0]).value;
  }

  function nameOf(field) { return isChoice(field) ? field.name + "=" + field.value : field.name; }

  // What a form is about, e.g. the partner of a visit: alone it is no draft, and where the address says it no draft says another.
  function isAbout(field) { return field.closest("[data-about]"); }

  function isSaidByAddress(field) {
    return isAbout(field) && new URLSearchParams(location.search).has(isAbout(field).dataset.about);
  }

  // Keeps what differs from the page, with what it is about, since that may begin with another choice next time; of a form that was
  // refused all of it, since the page repeats what was typed.
  function keep(form) {
    var values = {};
    var hasTyped = false;
    fieldsOf(form).forEach(function (field) {
      var isTyped = "refused" in form.dataset || valueOf(field) !== firstValueOf(field);
      if (isTyped || isAbout(field)) { values[nameOf(field)] = valueOf(field); }
      hasTyped = hasTyped || isTyped && !isAbout(field);
    });
    if (!hasTyped) { return forget(form); }
    form.dataset.draft = "";
    store(keyOf(form), { values: values, madeFrom: madeFrom(form) });
  }

  function forget(form) {
    drafts.removeItem(keyOf(form));
    delete form.dataset.draft;
  }

  // What a form was made from: its version, and the partners that it has shown.
  function madeFrom(form) {
    var found = {};
    ["version", "shown_partners"].forEach(function (name) {
      if (form.elements[name]) { found[name] = form.elements[name].value; }
    });
    return found;
  }

  function setMadeFrom(form, found) {
    Object.keys(found).forEach(function (name) { form.elements[name].value = found[name]; });
  }

  // With what the form was made from then: what a colleague has changed since is found, or stays, when it is saved.
  function bringBack(form) {
    var draft = JSON.parse(drafts.getItem(keyOf(form)) || "null");
    if (!draft || !fieldsOf(form).length) { return; }
    var before = madeFrom(form);
    fieldsOf(form).forEach(function (field) {
      var value = draft.values[nameOf(field)];
      if (isSaidByAddress(field) || value === undefined && !(isChoice(field) && isAbout(field))) { return; }
      if (isChoice(field)) { field.checked = Boolean(value); } else { field.value = value; } // what was chosen may not be offered now
    });
    form.querySelectorAll("[data-about]").forEach(askAnew);
    setMadeFrom(form, draft.madeFrom || {});
    form.dataset.draft = "";
    tell(form, before);
  }

  // What was chosen is not offered now: *Another* stands open with what was typed into it.
  function askAnew(about) {
    var another = about.querySelector("[value='']");
    if (another && !about.querySelector(":checked")) { another.checked = true; }
  }

  function tell(form, before) {
    var said = document.getElementById("draft").content.firstElementChild.cloneNode(true);
    said.querySelector("[data-discard]").addEventListener("click", function () {
      form.reset();
      setMadeFrom(form, before);
      forget(form);
      (said.closest("tr.noticed") || said).remove();
      fieldsOf(form)[0].focus();
    });
    var row = form.closest("tr");
    if (!row || row.id !== "add-row") { return form.prepend(said); }
    document.documentElement.classList.add("is-adding");
    row.before(rowWith(said, row.cells.length));
  }

  function lookAt(part) {
    var forms = part.matches("form") ? [part] : Array.from(part.querySelectorAll("form[method=post]"));
    forms.forEach(function (form) {
      if (keyOf(form) === refused || refused === "all") {
        form.dataset.refused = "";
        keep(form);
      } else {
        bringBack(form);
      }
    });
    refused = undefined;
  }

  // A new partner that was begun is found by its name only; so it is told where one begins anew.
  function tellUnfinished(place) {
    var begin = "draft:" + person + ":/partners/add?name=";
    Object.keys(drafts).filter(function (key) { return key.startsWith(begin); }).slice(0, 3).forEach(function (key) {
      var said = document.getElementById("unfinished").content.firstElementChild.cloneNode(true);
      var link = said.querySelector("a");
      var address = new URL(location.pathname.match(/^\/l\/[^/]+/)[0] + key.slice(begin.indexOf("/")), location.href);
      link.href = address.href;
      link.textContent = address.searchParams.get("name");
      place.append(said);
    });
  }

  // The server tells whether the form that was sent last was taken; an error's page, which runs no script, leaves it open.
  function settle(sent) {
    if ("taken" in document.body.dataset) { drafts.removeItem(sent); }
    if ("refused" in document.body.dataset) { refused = sent || "all"; }
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (!person) { return; }
    Object.keys(drafts).forEach(function (key) {
      if (key.startsWith("draft:") && !key.startsWith("draft:" + person + ":")) { drafts.removeItem(key); }
    });
    settle(JSON.parse(drafts.getItem("sent")));
    drafts.removeItem("sent");
    lookAt(document.body);
    document.querySelectorAll("[data-unfinished]").forEach(tellUnfinished);
  });

  document.addEventListener("htmx:beforeOnLoad", function (event) {
    var form = event.detail.requestConfig.elt.closest("form");
    if (!person || !form || event.detail.requestConfig.verb !== "post") { return; }
    var status = event.detail.xhr.status;
    if (status === 409 || status === 422) { refused = keyOf(form); }
    if (status < 400) { forget(form); }
  });

  document.addEventListener("htmx:load", function (event) {
    if (person && event.target !== document.body) { lookAt(event.target); }
  });

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (person && form && form.method === "post") { keep(form); }
  });

  document.addEventListener("click", function (event) {
    var cancel = event.target.closest("[data-cancel]");
    if (cancel && event.isTrusted) { forget(cancel.closest("form")); } // pressed, not left by Escape
  });

  window.addEventListener("submit", function (event) {
    if (event.defaultPrevented || event.target.target) { return; } // htmx sends it, or another window takes it
    isLeaving = true;
    if (person) { store("sent", keyOf(event.target)); }
  });

  window.addEventListener("pageshow", function () { isLeaving = false; });

  window.addEventListener("beforeunload", function (event) {
    if (!isLeaving && document.querySelector("form[data-draft]")) { event.preventDefault(); }
  });
})();
