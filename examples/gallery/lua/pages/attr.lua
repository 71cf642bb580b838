-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("AttrDemo", { address = "https://example.com/", locked = false })

function Demo:hint() return "Leads to " .. self.address end
function Demo:variant() return self.locked and "warning" or "success" end
function Demo:state() return self.locked and "Locked" or "Open" end

return {
  title = "ui-attr-NAME",
  demo = Demo,
  about = [[
Sets an attribute to a value. Nil and false take it away, true and the empty string turn it on. Event handlers, `srcdoc` and addresses that
are scripts are refused, whatever the value: it never becomes code.]],
}
