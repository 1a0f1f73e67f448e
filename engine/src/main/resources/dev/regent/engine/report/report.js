(() => {
  "use strict";
  const repositories = [...document.querySelectorAll("details.repository")];
  const find = document.getElementById("find");
  const found = document.getElementById("found");

  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (target instanceof HTMLDetailsElement) {
      target.hidden = false;
      target.open = true;
      target.scrollIntoView();
    }
  };

  const copied = (code) => {
    getSelection().selectAllChildren(code);
    if (document.execCommand("copy")) {
      code.dataset.copied = "copied";
      setTimeout(() => delete code.dataset.copied, 1500);
    }
  };

  const copyable = (root) => {
    for (const code of root.querySelectorAll("code.digest:not([tabindex])")) {
      code.tabIndex = 0;
      code.setAttribute("role", "button");
      code.setAttribute("aria-label", "copy " + code.textContent);
    }
  };

  document.addEventListener("click", (event) => {
    const code = event.target.closest("code.digest");
    if (code) {
      copied(code);
    }
  });
  document.addEventListener("keydown", (event) => {
    const code = event.target.closest("code.digest");
    if (code && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      copied(code);
    }
  });
  copyable(document.body);
  window.addEventListener("hashchange", reveal);
  reveal();

  if (!find) {
    return;
  }
  find.closest(".tools").hidden = false;
  for (const [id, open] of [["open-all", true], ["close-all", false]]) {
    document.getElementById(id).addEventListener("click", () => {
      for (const details of repositories) {
        details.open = open && !details.hidden;
      }
    });
  }
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    let shown = 0;
    for (const details of repositories) {
      const hit = !wanted || details.textContent.toLowerCase().includes(wanted);
      details.hidden = !hit;
      shown += hit ? 1 : 0;
    }
    found.value = wanted ? shown + " of " + repositories.length + " repositories" : "";
  });
})();
