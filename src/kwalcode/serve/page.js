// The page's own script: a file, since its policy allows no script inside the page.
document.getElementById("again").addEventListener("click", () => location.reload());

// The keyboard belongs to the app as soon as it is there, without a click.
new MutationObserver((_changes, watching) => {
  const field = document.querySelector(".xterm-helper-textarea");
  if (document.body.classList.contains("-first-byte") && field) {
    watching.disconnect();
    field.focus();
  }
}).observe(document.body, { attributes: true, childList: true, subtree: true });
