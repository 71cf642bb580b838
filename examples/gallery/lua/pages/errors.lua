-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ErrorsDemo", { kept = "seven", age = "42" })

function Demo:word(...)
  if select("#", ...) == 0 then return self.kept end
  local text = ...
  if text == "" then error("a word is needed", 0) end
  self.kept = text
end
function Demo:slip() if not tonumber(self.age) then return "Please enter a number." end end

return {
  title = "Errors",
  demo = Demo,
  about = [[
When a value cannot be read or written, the element has the class `ui-error` and the attributes `ui-error-code` and `ui-error-description`, and counts as
invalid for those who hear the page. What the app can foresee it says itself, as the second field does.]],
}
