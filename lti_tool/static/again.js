// The launch is posted again by itself; without script a button does it.
document.documentElement.classList.add("has-script");
setTimeout(function () { document.querySelector("[data-again]").submit(); }, 1000);
