// A picker that hangs on another one: it offers what belongs to that choice, and starts new ones with it.
"use strict";
(() => {
  const start = (select) => {
    const { form } = select;
    const jquery = window.django?.jQuery;
    const { belongsTo, belongsBy } = select.dataset;
    const deciding = form?.elements.namedItem(belongsTo);
    if (!deciding || !jquery) return;
    const chosen = () => ("value" in deciding ? deciding.value : "");

    jquery(select).on("select2:opening", () => {
      const { ajaxOptions } = jquery(select).data("select2").dataAdapter;
      if (ajaxOptions.house) return;
      const asked = ajaxOptions.data;
      ajaxOptions.house = true;
      ajaxOptions.data = (...given) => ({ ...asked.apply(jquery(select), given), within: chosen() });
    });

    // The menu beside the picker is put elsewhere on the page once it is there.
    const point = () => {
      const link = document.getElementById(`add_${select.id}`);
      if (!link) return;
      const address = new URL(link.href, window.location.href);
      if (chosen()) address.searchParams.set(belongsBy, chosen());
      else address.searchParams.delete(belongsBy);
      link.href = address.pathname + address.search;
    };
    let known = chosen();
    const moved = () => {
      if (chosen() === known) return;
      known = chosen();
      if (select.value) jquery(select).val(null).trigger("change");
    };
    jquery(deciding).on("change", moved);
    document.addEventListener("click", (event) => {
      if (event.target.closest?.(`#add_${CSS.escape(select.id)}`)) point();
    }, true);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("select[data-belongs-to]").forEach(start);
  });
})();
