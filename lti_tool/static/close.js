// Dynamic Registration 3.6: the platform closes the registration page when it is told so.
document.documentElement.classList.add("has-script");
document.querySelector("[data-close]").addEventListener("click", function () {
  (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
});
