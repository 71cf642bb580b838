-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("EventDemo", { entered = 0, searched = "nothing yet", tab = "day", greeted = false })

function Demo:enter() self.entered = self.entered + 1 end
function Demo:search(text) self.searched = text ~= "" and text or "nothing yet" end
function Demo:greet() self.greeted = true end

return {
  title = "ui-event-NAME",
  demo = Demo,
  about = [[
Calls a method when an event of that name reaches the element; `(_)` hands over what the event or the element has to say. `?once`,
`?debounce=300`, `?stop` and `?prevent` say how. `ui-event-NAME-value` names a value to write instead of calling something.]],
}
