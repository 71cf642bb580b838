-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Which pages there are, in the order of the menu: each is a file of lua/pages, with its templates in a folder of that name.

return {
  { name = "Bindings", pages = {
    "value", "types", "attr", "class", "style", "action", "event", "keypress", "view", "viewlist", "repeat", "presenters",
    "namespace", "html", "code", "url", "title", "scroll", "errors",
  } },
  { name = "Widgets", pages = {
    "input", "textarea", "select", "checkbox", "switch", "radio", "range", "rating", "color-picker", "button",
    "icon", "alert", "dialog", "drawer", "details", "dropdown", "tabs", "tooltip", "progress", "badge", "avatar",
    "card", "copy-button", "qr-code", "format", "tree", "split-panel", "carousel", "image-comparer", "breadcrumb",
    "waiting",
  } },
  { name = "Native elements", pages = {
    "native-input", "native-files", "native-choice", "native-select", "native-text", "native-progress", "native-table",
  } },
}
