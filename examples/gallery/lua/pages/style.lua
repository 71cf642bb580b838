-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("StyleDemo", { hue = 200, width = 60 })

function Demo:colour() return ("hsl(%d 60%% 35%%)"):format(self.hue) end
function Demo:share() return self.width .. "%" end

return {
  title = "ui-style-NAME",
  demo = Demo,
  about = [[
Sets one property of the element's style, a custom property too (`ui-style---my-name`). Nil takes it away. A value that is no style is
ignored by the browser, and can be nothing else than a style.]],
}
